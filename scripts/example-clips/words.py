"""What is said in each clip: (start in seconds, spoken words, the same in the other language)."""

PHARE = [
    (0.8, "La nuit, chaque phare a sa signature. Voici comment la lire.", "At night, every lighthouse has a signature. Here is how to read it."),
    (9.6, "Au centre, une simple lampe. Ses rayons partent dans toutes les directions.", "In the middle, a plain lamp. Its rays leave in every direction."),
    (14.6, "Les anneaux de verre de la lentille les redressent en un seul faisceau, visible à quarante kilomètres.", "The glass rings of the lens bend them into one beam, seen forty kilometres away."),
    (22.8, "Reste à savoir de quel phare il s'agit. C'est le rythme qui le dit.", "Which lighthouse is it, then? The rhythm tells."),
    (28.0, "Feu fixe. Deux éclats toutes les dix secondes. Feu isophase, autant de lumière que de nuit.", "A fixed light. Two flashes every ten seconds. Isophase: as much light as night."),
    (39.0, "Ce soir, levez les yeux, et comptez les secondes.", "Tonight, look up, and count the seconds."),
]

MAREES = [
    (0.8, "Twice a day, the sea leaves the harbour of Port-Lannec, and comes back.", "Deux fois par jour, la mer quitte le port de Port-Lannec, puis revient."),
    (6.2, "From one high tide to the next, twelve hours and twenty five minutes go by.", "D'une pleine mer à la suivante, il s'écoule douze heures et vingt-cinq minutes."),
    (14.8, "The Moon pulls the water on its side. On the far side, the water stays behind.", "La Lune attire l'eau de son côté. De l'autre côté, l'eau reste en arrière."),
    (21.2, "So there are two bulges, and the Earth turns under them.", "Il y a donc deux bourrelets, et la Terre tourne sous eux."),
    (28.6, "Sun and Moon in one line: spring tides, the largest of the month.", "Soleil et Lune alignés : vives-eaux, les plus grandes marées du mois."),
    (34.2, "A right angle: neap tides, the smallest. Enjoy your walk!", "À angle droit : mortes-eaux, les plus petites. Bonne promenade !"),
]

SENTIER = []

LAMPE = [
    (0.8, "La lampe du salon ne s'allume plus. On ne la jette pas.", "The living-room lamp no longer lights. We do not throw it away."),
    (6.4, "D'abord, on débranche. Toujours. Puis on regarde le fil, à la loupe.", "First, unplug it. Always. Then look at the cord, through a glass."),
    (14.4, "Le multimètre cherche où le courant s'arrête. Rien... rien... et là, ça passe.", "The meter finds where the current stops. Nothing, nothing, and there it flows."),
    (23.4, "On coupe, on dénude, on relie les deux bouts dans un domino.", "Cut, strip, and join both ends in a connector."),
    (29.6, "Et voilà. Réparée.", "There. Repaired."),
]

FREINS = [
    (0.8, "Your brakes squeal? Three things to check, without any special tool.", "Vos freins grincent ? Trois points à vérifier, sans outil particulier."),
    (6.8, "One. Clean the rim with a dry cloth. Grease and dust make the noise.", "Un. Nettoyez la jante avec un chiffon sec. Le bruit vient de la graisse."),
    (14.6, "Two. Turn the pads a little, so that the front end touches first.", "Deux. Tournez un peu les patins : l'avant doit toucher le premier."),
    (23.4, "Three. Leave two millimetres on each side.", "Trois. Laissez deux millimètres de chaque côté."),
    (28.4, "Squeeze, listen, ride.", "Serrez, écoutez, roulez."),
]
