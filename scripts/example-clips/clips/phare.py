"""How to know a lighthouse by its light: night, lens, rhythm."""

import math

from canvas import *

SECONDS = 46
CHAPTERS = [(0, "Une lumière à l'horizon"), (9, "La lentille de Fresnel"), (22, "Le rythme, une signature"), (38, "À vous de lire la nuit")]


def sky(t, dawn=0.0):
    stars = [circle(scatter("x", i) * WIDTH, scatter("y", i) * 400, 0.8 + 1.6 * scatter("r", i), "#ffffff",
                    opacity=(0.35 + 0.5 * abs(math.sin(t * (0.3 + scatter("s", i)) + i))) * (1 - dawn)) for i in range(70)]
    return (gradient("sky", [(0, blend("#0a1530", "#2f4d86", dawn)), (0.55, blend("#1c2f63", "#c96f6a", dawn)),
                             (0.72, blend("#5b3f78", "#ffb36b", dawn)), (1, "#12325a")])
            + glow("lamp", "#fff3c4", 1.0) + gradient("beam", [(0, "#fff3c4", 0.85), (1, "#fff3c4", 0.0)], vertical=False)
            + rect(0, 0, WIDTH, HEIGHT, "url(#sky)") + "".join(stars)
            + path("M716 70 A46 46 0 1 0 762 130 A38 38 0 0 1 716 70 Z", "#f7ecd0"))


def beam(x, y, angle):
    """A beam that turns in the plane of the sea: it is long from the side and short when it points at us."""
    reach, side = 900 * math.cos(angle), 60 + 90 * abs(math.sin(angle))
    flash = max(0.0, math.sin(angle)) ** 8
    length = reach if abs(reach) > 1 else 1

    width = abs(length)
    wedge = group(polygon([(0, -5), (width, -side * 0.55), (width, side * 0.55), (0, 5)], "url(#beam)"), move=(0, 0))
    flip = f'<g transform="translate({x} {y}) scale({1 if length > 0 else -1} 1)" opacity="{0.25 + 0.6 * abs(math.cos(angle)):.2f}">{wedge}</g>'
    return flip + circle(x, y, 60 + 240 * flash, "url(#lamp)", opacity=0.75 + 0.25 * flash)


def tower(x, y, scale=1.0):
    """A lighthouse whose foot is at (x, y)."""
    bands = [polygon([(-46 + 5 * i, -66 * i), (46 - 5 * i, -66 * i), (41 - 5 * i, -66 * (i + 1)), (-41 + 5 * i, -66 * (i + 1))],
                     CORAL if i % 2 else "#f4ead8") for i in range(5)]
    shade = polygon([(8, 0), (46, 0), (21, -330), (8, -330)], "#000000", opacity=0.22)
    room = (rect(-32, -346, 64, 16, INK, 4) + rect(-19, -388, 38, 44, "#ffe9a8", 3)
            + "".join(line(dx, -388, dx, -346, INK, 3) for dx in (-19, -6, 6, 19))
            + path("M-26 -388 Q0 -424 26 -388 Z", CORAL) + line(0, -408, 0, -426, INK, 4))
    door = path("M-13 0 V-30 Q0 -46 13 -30 V0 Z", "#5b2b2b") + rect(-6, -150, 12, 22, INK, 5) + rect(-6, -250, 12, 22, INK, 5)
    return f'<g transform="translate({x} {y}) scale({scale})">' + "".join(bands) + shade + door + room + "</g>"


def night(t, dawn=0.0):
    angle = t * 2 * math.pi / 5.0 + 0.4
    cliff = path("M1280 720 V470 Q1180 452 1120 470 L1000 478 Q930 500 880 560 L800 600 Q740 640 700 720 Z", "#0b1426")
    grass = path("M1280 474 Q1180 454 1120 472 L1000 480 Q950 494 918 524", "none", "#24405a", 6)
    glints = [line(120 + i * 62, 590 + 16 * (i % 5), 150 + i * 62 + 14 * math.sin(t + i), 590 + 16 * (i % 5), "#ffdf9e", 3,
                   opacity=0.15 + 0.2 * abs(math.sin(t * 1.3 + i))) for i in range(10)]
    boat = group(path("M0 0 H92 L76 22 H14 Z", "#0b1426") + path("M44 -2 V-70 L86 -8 Z", "#e9dcc0") + path("M40 -2 V-56 L12 -8 Z", "#cbb994")
                 + circle(44, -76, 3.5, "#ff6b57"), move=(150 + 7 * t, 560 + 4 * math.sin(t * 1.1)), turn=2 * math.sin(t))
    return (sky(t, dawn) + wave(520, 5, 420, t * 0.9, "#17406b") + beam(1060, 110, angle) + boat
            + wave(560, 6, 300, -t * 1.1, "#123359") + "".join(glints) + wave(640, 7, 360, t * 0.8, "#0d2646")
            + cliff + grass + tower(1060, 474))


def lens(t):
    """Scattered light enters steps of glass and leaves as one beam."""
    back = rect(0, 0, WIDTH, HEIGHT, "#0f2140") + "".join(line(0, y, WIDTH, y, "#17305a", 1) for y in range(40, 720, 40)) \
        + "".join(line(x, 0, x, HEIGHT, "#17305a", 1) for x in range(40, 1280, 40))
    parts = [glow("lamp", "#fff3c4"), back, text(80, 96, "La lentille de Fresnel", 46, CREAM, 900)]
    sx, sy, lx = 300, 412, 620
    for i in range(-4, 5):
        y = sy + i * 58
        grow = ramp(t, 9.8 + 0.18 * abs(i), 1.2)
        parts.append(line(sx, sy, mix(sx, lx, grow), mix(sy, y, grow), SUN, 4, opacity=0.85))
        out = ramp(t, 12.6 + 0.12 * abs(i), 1.6)
        if out > 0:
            parts.append(line(lx + 46, y, mix(lx + 46, 1230, out), y, SUN, 4, opacity=0.95))
        glass = ramp(t, 9.3 + 0.15 * abs(i), 0.8)
        slant = i * 7
        prism = polygon([(lx, y - 26), (lx + 46 - max(slant, 0) * 0.9, y - 26), (lx + 46 + min(slant, 0) * 0.9, y + 26), (lx, y + 26)],
                        "#bfe9ec", opacity=0.9)
        if i == 0:
            prism = path(f"M{lx} {y - 27} Q{lx + 74} {y} {lx} {y + 27} Z", "#dff6f7")
        parts.append(group(prism, opacity=glass))
    pulse = 1 + 0.06 * math.sin(t * 5)
    parts += [circle(sx, sy, 120 * pulse, "url(#lamp)"), circle(sx, sy, 17, "#fffbe6"),
              text(sx, sy + 190, "la lampe", 30, SAND, 700, "middle"),
              group(text(lx + 23, 138, "les anneaux de verre", 30, "#bfe9ec", 700, "middle"), opacity=ramp(t, 10.6)),
              group(text(1010, 698, "un seul faisceau, visible à 40 km", 30, SUN, 700, "middle"), opacity=ramp(t, 14.6))]
    return "".join(parts)


RHYTHMS = [("Feu fixe", "toujours allumé", lambda t: 1.0),
           ("2 éclats toutes les 10 s", "deux coups brefs, puis la nuit", lambda t: 1.0 if t % 10 < 0.8 or 2 <= t % 10 < 2.8 else 0.0),
           ("Feu isophase, 4 s", "autant de lumière que de nuit", lambda t: 1.0 if t % 4 < 2 else 0.0)]


def rhythm(t):
    start = 22.6
    parts = [glow("lamp", "#fff3c4"), gradient("deep", [(0, "#101c3a"), (1, "#1b3a63")]), rect(0, 0, WIDTH, HEIGHT, "url(#deep)"),
             text(80, 96, "Le rythme, une signature", 46, CREAM, 900)]
    now = t - start
    for row, (name, note, light) in enumerate(RHYTHMS):
        y = 190 + row * 165
        shown = ramp(t, start + 0.2 + row * 0.7)
        lit = light(max(now, 0))
        cells = [rect(430, y + 26, 770, 46, "#0b1530", 12)]
        step = 0.1
        run = None
        for k in range(161):
            on = k < 160 and light(k * step) > 0 and k * step <= now
            if on and run is None:
                run = k
            if not on and run is not None:
                cells.append(rect(430 + run * step * 48.1, y + 26, (k - run) * step * 48.1, 46, SUN, 6))
                run = None
        head = 430 + min(max(now, 0), 16) * 48.1
        lamp = circle(330, y + 50, 70, "url(#lamp)", opacity=0.15 + 0.85 * lit) + tower(330, y + 148, 0.26) \
            + circle(330, y + 50, 8, blend("#3b4668", "#fff7d6", lit))
        parts.append(group(lamp, *cells, line(head, y + 16, head, y + 82, CORAL, 4), text(430, y + 8, name, 32, CREAM, 900),
                           text(1200, y + 8, note, 25, SAND, 400, "end"), opacity=shown))
    return "".join(parts)


def frame(t):
    parts = [night(t) if t < 9.6 else ""]
    if t < 9.6:
        parts.append(title_card(t, "ESTRAN & MÉMOIRE", ["Comment reconnaître", "un phare la nuit ?"], until=8.6))
    if 9 <= t < 22.6:
        parts.append(group(lens(t), opacity=ramp(t, 9, 0.6)))
    if 22 <= t < 38.6:
        parts.append(group(rhythm(t), opacity=ramp(t, 22, 0.6)))
    if t >= 38:
        parts.append(group(night(t, ramp(t, 39, 6) * 0.9), title_card(t - 40, "PORT-LANNEC", ["Levez les yeux,", "et comptez."], until=99)
                           if t > 40 else "", opacity=ramp(t, 38, 0.6)))
    return svg(*parts)
