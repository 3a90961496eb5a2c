"""A lamp that does not light: three checks on the workbench."""

import math

from canvas import *

SECONDS = 34
CHAPTERS = [(0, "La panne"), (6, "Débrancher et ouvrir"), (14, "Chercher la coupure"), (23, "Réparer, rallumer")]

CABLE = "M180 560 C280 560 300 470 400 470 S520 560 640 560 S760 520 820 520"


def lamp(lit, open_switch=0.0):
    """The lamp stands at (930, 560)."""
    shade = polygon([(850, 250), (1010, 250), (1070, 400), (790, 400)], blend("#c9573f", "#ff9d6b", lit))
    bulb = circle(930, 414, 34, blend("#8fa3ad", "#fff6cf", lit)) + rect(916, 376, 28, 24, "#6b7a86", 4)
    halo = group(circle(930, 430, 330, "url(#halo)"), polygon([(790, 404), (1070, 404), (1230, 600), (630, 600)], "url(#fall)"), opacity=lit)
    foot = rect(920, 440, 20, 120, "#d8c9a8", 8) + path("M830 572 Q930 530 1030 572 Z", "#d8c9a8") + rect(820, 566, 220, 16, "#b7a67f", 8)
    return halo + bulb + shade + rect(850, 246, 160, 10, "#fbf3e4", 5) + foot


def plug(x, y, away):
    socket = rect(54, y - 62, 86, 124, "#fbf3e4", 16) + circle(97, y - 22, 9, INK) + circle(97, y + 22, 9, INK)
    return socket + group(rect(0, -34, 64, 68, "#33475b", 14) + rect(-26, -26, 28, 9, "#b8c4cc", 3) + rect(-26, 17, 28, 9, "#b8c4cc", 3), move=(x + 60 * away, y))


def meter(x, y, reading, good):
    needle = math.radians(mix(-52, 46, reading))
    dial = path("M-70 10 A78 78 0 0 1 70 10 Z", "#fbf3e4") + "".join(
        line(64 * math.sin(a), 8 - 64 * math.cos(a), 72 * math.sin(a), 8 - 72 * math.cos(a), INK, 3) for a in (math.radians(d) for d in range(-52, 53, 13)))
    return group(rect(-100, -96, 200, 230, "#f4b63f", 22) + rect(-84, -82, 168, 112, "#e3a12c", 12) + dial
                 + line(0, 10, 60 * math.sin(needle), 10 - 60 * math.cos(needle), CORAL, 5)
                 + circle(0, 84, 30, INK) + line(0, 84, 14, 64, CREAM, 5)
                 + text(0, 56, "ça passe" if good else "rien", 20, INK, 900, "middle"), move=(x, y))


def bench(lit):
    wall = gradient("wall", [(0, blend("#173a44", "#3f7f7c", lit)), (1, blend("#1f4f57", "#7db59c", lit))])
    tools = "".join(group(part, move=(x, 150)) for x, part in [
        (150, rect(-9, 0, 18, 70, CORAL, 9) + rect(-4, 66, 8, 66, "#b8c4cc", 2)),
        (230, rect(-9, 0, 18, 62, SUN, 9) + rect(-3, 60, 6, 84, "#b8c4cc", 2)),
        (320, path("M-16 0 Q-34 60 -6 84 L-14 130 M16 0 Q34 60 6 84 L14 130", "none", "#b8c4cc", 12) + path("M-16 0 Q-26 30 -18 54 M16 0 Q26 30 18 54", "none", CORAL, 16)),
        (420, circle(0, 40, 42, "none", stroke="#f4b63f", stroke_width=20) + circle(0, 40, 22, "none", stroke="#d99c2b", stroke_width=3))])
    board = rect(100, 120, 400, 26, "#a4794c", 6)
    table = rect(0, 582, WIDTH, 138, "#a4794c") + rect(0, 582, WIDTH, 14, "#bb8c5a") + "".join(
        path(f"M{x} {620 + 18 * (i % 4)} q80 -8 160 0 t160 0", "none", "#8f6740", 3) for i, x in enumerate(range(-40, 1280, 190)))
    halo = glow("halo", "#fff1b8", 0.75) + gradient("fall", [(0, "#fff1b8", 0.5), (1, "#fff1b8", 0.0)])
    return wall + halo + rect(0, 0, WIDTH, HEIGHT, "url(#wall)") + board + tools + table


def step(t, start, end, number, words):
    width = 110 + 16.5 * len(words)
    return group(rect(60, 636, width, 62, "#12303a", 31, opacity=0.94), circle(92, 667, 23, SUN), text(92, 677, str(number), 30, INK, 900, "middle"),
                 text(130, 678, words, 31, CREAM, 700), opacity=window(t, start, end, 0.5))


def frame(t):
    fixed = ramp(t, 25.2, 1.2)
    flicker = 1.0 if t > 29.3 or (28.4 < t < 28.6) or (28.9 < t < 29.05) else 0.0
    lit = ramp(t, 28.3, 0.2) * flicker
    away = ramp(t, 6.6, 1.0) * (1 - ramp(t, 26.6, 1.0))
    fault = ramp(t, 9.0, 1.0)
    broken = group(circle(520, 500, 96, "#fbf3e4", stroke=INK, stroke_width=6)
                   + path(f"M436 480 Q470 470 {mix(496, 522, fixed):.0f} 500 M{mix(546, 520, fixed):.0f} 506 Q574 520 604 516", "none", "#33475b", 16)
                   + path(f"M{mix(492, 520, fixed):.0f} 499 l12 3 M{mix(550, 522, fixed):.0f} 506 l-12 -4", "none", "#d98b3a", 7)
                   + group(circle(520, 502, 17, "#c0c9cf"), opacity=fixed), opacity=fault * (1 - ramp(t, 27, 0.8)))
    good = t > 20.2
    reading = ramp(t, 20.2, 0.5) * (0.92 + 0.03 * math.sin(t * 9)) if good else 0.04 + 0.02 * math.sin(t * 7)
    probe_x = mix(640, 452, ramp(t, 18.4, 1.2))
    probes = group(path(f"M660 300 Q{probe_x + 80:.0f} 380 {probe_x:.0f} 474", "none", CORAL, 6) + path("M640 300 Q420 340 404 466", "none", INK, 6)
                   + circle(probe_x, 478, 8, CORAL) + circle(404, 470, 8, INK), opacity=window(t, 14.6, 23, 0.5))
    meter_part = group(meter(660, 210, reading, good), opacity=window(t, 14.2, 23.2, 0.6))
    parts = [bench(lit), plug(150, 560, away), path(CABLE, "none", "#33475b", 13), lamp(lit), broken, meter_part, probes,
             step(t, 6.2, 14, 1, "On débranche, toujours"), step(t, 14.2, 23, 2, "On cherche où le courant s'arrête"),
             step(t, 23.2, 28.6, 3, "On coupe, on dénude, on relie")]
    card = group(rect(60, 296, 640, 184, "#0f2a33", 28, opacity=0.94), rect(106, 330, 72, 8, SUN, 4),
                 text(106, 380, "RÉPARER ENSEMBLE", 27, SUN, 700, letter_spacing=4), text(106, 450, "La lampe du salon", 68, CREAM, 900),
                 opacity=1 - ramp(t, 5.2, 0.8))
    end = group(rect(60, 296, 560, 184, "#fbf3e4", 28), text(106, 382, "Réparée.", 72, INK, 900), text(106, 440, "Coût : un domino, 20 minutes.", 31, "#33475b", 400),
                opacity=ramp(t, 30.2, 0.8))
    return svg(*parts, card, end)
