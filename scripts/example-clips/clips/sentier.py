"""The coast path of Port-Lannec: a map on which the walk is drawn."""

import math

from canvas import *

SECONDS = 36
CHAPTERS = [(0, "La carte"), (6, "Du port au phare"), (20, "Vers la chapelle"), (30, "Le retour")]

COAST = ("M-20 300 L70 262 Q130 250 168 290 Q206 330 260 306 Q330 270 372 310 Q398 350 452 330 Q500 300 540 250 Q580 200 640 214 "
         "Q700 232 716 292 Q730 350 792 352 Q856 350 884 300 Q914 250 968 262 Q1030 280 1036 336 Q1044 392 1100 396 Q1170 400 1196 348 "
         "Q1230 300 1300 310")
# The walk: points on land, in order.
WALK = [(176, 330), (236, 352), (306, 336), (366, 352), (424, 378), (492, 352), (548, 300), (598, 252), (640, 250), (682, 300),
        (706, 364), (772, 396), (846, 392), (902, 350), (950, 302), (998, 318), (1006, 380), (1050, 438), (1120, 446)]
PLACES = [(0, "Le port", "départ", 1), (4, "Le lavoir", "1843", -1), (8, "Le phare", "29 m de haut", 1), (12, "Four à goémon", "19e siècle", -1), (18, "La chapelle", "vue sur les îles", -1)]
HEIGHTS = [4, 9, 14, 12, 22, 31, 38, 46, 44, 36, 25, 18, 22, 34, 41, 36, 28, 33, 47]


def along(x):
    """The point of the walk after the part `x` of it, and how many corners lie behind."""
    lengths = [math.dist(a, b) for a, b in zip(WALK, WALK[1:])]
    left = x * sum(lengths)
    for i, length in enumerate(lengths):
        if left <= length:
            k = left / length
            return (mix(WALK[i][0], WALK[i + 1][0], k), mix(WALK[i][1], WALK[i + 1][1], k)), i, k
        left -= length
    return WALK[-1], len(lengths), 0.0


def smooth(points):
    """A soft line through points (Catmull-Rom as cubic curves)."""
    d = f"M{points[0][0]:.1f} {points[0][1]:.1f}"
    for i in range(len(points) - 1):
        p0, p1, p2, p3 = points[max(i - 1, 0)], points[i], points[i + 1], points[min(i + 2, len(points) - 1)]
        d += (f" C{p1[0] + (p2[0] - p0[0]) / 6:.1f} {p1[1] + (p2[1] - p0[1]) / 6:.1f} {p2[0] - (p3[0] - p1[0]) / 6:.1f} "
              f"{p2[1] - (p3[1] - p1[1]) / 6:.1f} {p2[0]:.1f} {p2[1]:.1f}")
    return d


def paper():
    depth = "".join(path(COAST, "none", "#9fd0d6", w, opacity=o) for w, o in ((150, 0.35), (100, 0.45), (54, 0.6)))
    land = path(COAST + " L1300 720 L-20 720 Z", "#f3e3bd") + path(COAST, "none", "#c9a86a", 5)
    hills = "".join(path(f"M{x - 70 * k:.0f} {y} Q{x} {y - 62 * k:.0f} {x + 80 * k:.0f} {y + 6} Q{x} {y + 40 * k:.0f} {x - 70 * k:.0f} {y} Z", "none", "#d8c08c", 3)
                    for x, y in [(330, 456), (610, 400), (850, 470), (1120, 520)] for k in (1.0, 0.68, 0.38))
    woods = "".join(circle(x + 46 * scatter("wx", i + x) - 23, y + 30 * scatter("wy", i + x) - 15, 10 + 5 * scatter("wr", i), "#9dbb80")
                    for x, y in [(480, 440), (740, 462), (960, 430), (230, 430)] for i in range(9))
    fields = "".join(polygon([(x, y), (x + 90, y - 12), (x + 104, y + 34), (x + 12, y + 46)], c, opacity=0.8)
                     for x, y, c in [(60, 420, "#e6d396"), (540, 470, "#dfe0a6"), (1010, 500, "#e6d396"), (390, 500, "#ecdcae")])
    islands = "".join(path(f"M{x} {y} q{18 * k:.0f} {-22 * k:.0f} {46 * k:.0f} {-8 * k:.0f} q{20 * k:.0f} {14 * k:.0f} {-6 * k:.0f} {24 * k:.0f} q{-30 * k:.0f} {8 * k:.0f} {-40 * k:.0f} {-16 * k:.0f} Z", "#f3e3bd", "#c9a86a", 4)
                      for x, y, k in [(1120, 250, 1.0), (1196, 220, 0.7), (330, 190, 0.8)])
    ripples = "".join(path(f"M{x} {y} q10 -8 20 0 q10 8 20 0", "none", "#6fb0bd", 3) for x, y in
                      [(90, 150), (240, 90), (440, 170), (760, 120), (880, 190), (1030, 110), (1180, 150), (560, 90), (1100, 330)])
    return rect(0, 0, WIDTH, HEIGHT, "#83c3cd") + depth + land + fields + woods + hills + islands + ripples


def compass(x, y, turn):
    star = "".join(group(polygon([(0, -58 if i % 2 == 0 else -36), (10, -10), (0, 0)], INK) + polygon([(0, -58 if i % 2 == 0 else -36), (-10, -10), (0, 0)], CORAL if i == 0 else "#6d7b93"),
                         turn=45 * i) for i in range(8))
    return group(circle(0, 0, 66, "#fbf3e4", opacity=0.85) + circle(0, 0, 66, stroke=INK, stroke_width=3) + star, move=(x, y), turn=turn) \
        + text(x, y - 76, "N", 28, INK, 900, "middle")


def pin(x, y, name, note, side, shown):
    if shown <= 0:
        return ""
    drop = path("M0 0 C-22 -26 -26 -36 -26 -48 A26 26 0 0 1 26 -48 C26 -36 22 -26 0 0 Z", CORAL, INK, 3) + circle(0, -48, 10, CREAM)
    ly = -128 if side > 0 else 34
    width = 34 + 15.5 * max(len(name), len(note) * 0.72)
    label = rect(-width / 2, ly - 4, width, 60, "#fffaf0", 12, stroke=INK, stroke_width=2) + text(0, ly + 25, name, 25, INK, 900, "middle") \
        + text(0, ly + 47, note, 18, "#5a6b86", 400, "middle")
    return group(drop, label, move=(x, y), scale=shown, opacity=min(1, shown * 1.5))


def profile(x):
    """The heights of the walk, filled as far as it has come."""
    left, base, width = 90, 690, 760
    step = width / (len(HEIGHTS) - 1)
    points = [(left + i * step, base - h * 1.5) for i, h in enumerate(HEIGHTS)]
    head = left + width * x
    done = [p for p in points if p[0] <= head]
    i = min(len(done) - 1, len(points) - 2)
    k = (head - points[i][0]) / step
    tip = (head, mix(points[i][1], points[i + 1][1], min(k, 1)))
    return (rect(60, 588, 1160, 116, "#fffaf0", 18, opacity=0.94) + polygon(points + [(left + width, base), (left, base)], "#e7d6ad")
            + polygon(done + [tip, (head, base), (left, base)], TEAL) + circle(*tip, 8, CORAL)
            + text(1190, 642, f"{7.4 * x:.1f} km".replace(".", ","), 46, INK, 900, "end")
            + text(1190, 680, "point haut 47 m", 22, "#5a6b86", 400, "end"))


def frame(t):
    x = ramp(t, 6, 25)
    point, corner, part = along(x)
    walked = WALK[: corner + 1] + [point]
    route = path(smooth(WALK), "none", "#8a6f3f", 3, stroke_dasharray="2 10", opacity=0.8)
    if x > 0:
        route += path(smooth(walked), "none", "#fffaf0", 13) + path(smooth(walked), "none", CORAL, 7)
    pins = "".join(pin(*WALK[i], name, note, side, ramp(corner + part, i - 0.6, 0.6) if i else ramp(t, 4.8, 0.6)) for i, name, note, side in PLACES)
    walker = circle(*point, 20 + 3 * math.sin(t * 5), CORAL, opacity=0.35) + circle(*point, 10, INK) + circle(*point, 5, CREAM)
    away = ramp(t, 4.6, 0.8)
    card = group(rect(0, 0, WIDTH, HEIGHT, "#0d1b33", opacity=0.0), rect(70, 90, 620, 300, "#fffaf0", 28, opacity=0.95),
                 rect(118, 140, 72, 8, CORAL, 4), text(118, 194, "BALADES", 28, CORAL, 700, letter_spacing=4),
                 text(118, 268, "Le sentier côtier", 66, INK, 900), text(118, 336, "de Port-Lannec, 7,4 km à pied", 32, "#5a6b86", 400),
                 opacity=1 - away, move=(-30 * away, 0))
    return svg(paper(), route, group(pins), group(walker, opacity=ramp(t, 5.4)), compass(1170, 110, 4 * math.sin(t * 0.8)),
               group(profile(x), opacity=ramp(t, 5), move=(0, 40 * (1 - ramp(t, 5)))), card)
