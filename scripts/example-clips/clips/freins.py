"""Squealing bicycle brakes: what to look at, and how far the pads stand from the rim."""

import math

from canvas import *

SECONDS = 32
CHAPTERS = [(0, "Stop the squeal"), (6, "Clean the rim"), (14, "Toe in the pads"), (23, "Two millimetres")]


def wheel(x, y, r, angle):
    spokes = "".join(line(x + 16 * math.cos(a + 0.5), y + 16 * math.sin(a + 0.5), x + r * math.cos(a), y + r * math.sin(a), "#8fa0ac", 2)
                     for a in (angle + i * math.pi / 12 for i in range(24)))
    valve = angle
    return (circle(x, y, r + 20, stroke="#2b2f3a", stroke_width=22) + circle(x, y, r + 2, stroke="#c9d3d9", stroke_width=14) + spokes
            + rect(x + r * math.cos(valve) - 5, y + r * math.sin(valve) - 5, 10, 10, CORAL, 5) + circle(x, y, 20, "#5c6b78") + circle(x, y, 9, CREAM))


def bicycle(t):
    turn = t * 1.6
    frame_colour = "#d9483b"
    back, front, crank, head, seat = (420, 500), (860, 500), (600, 510), (800, 300), (545, 290)
    tubes = "".join(line(*a, *b, frame_colour, 18) for a, b in [(back, crank), (crank, head), (seat, head), (seat, crank), (seat, back), (head, front)])
    bars = line(*head, 786, 256, "#5c6b78", 12) + path("M786 256 Q820 236 856 262", "none", "#2b2f3a", 14)
    saddle = line(*seat, 534, 256, "#5c6b78", 12) + path("M484 246 Q530 230 590 250 L560 262 H500 Z", "#2b2f3a")
    pedal = group(line(0, 0, 0, 62, "#2b2f3a", 11) + line(0, 0, 0, -62, "#2b2f3a", 11) + rect(-24, 58, 48, 12, "#2b2f3a", 5) + rect(-24, -70, 48, 12, "#2b2f3a", 5),
                  turn=math.degrees(turn), move=crank)
    stand = line(420, 500, 420, 660, "#7a6a52", 12) + line(360, 664, 480, 664, "#7a6a52", 12) + line(860, 500, 860, 660, "#7a6a52", 12) + line(800, 664, 920, 664, "#7a6a52", 12)
    return stand + wheel(*back, 130, turn) + wheel(*front, 130, turn) + tubes + circle(*crank, 34, stroke="#5c6b78", stroke_width=10) + pedal + bars + saddle


def workshop():
    pegs = "".join(circle(60 + 60 * i, 50 + 60 * j, 3, "#d3b98a") for i in range(20) for j in range(9))
    bunting = "".join(polygon([(40 + 104 * i, 26 + 18 * math.sin(i * 0.8)), (108 + 104 * i, 26 + 18 * math.sin(i * 0.8 + 0.5)), (74 + 104 * i, 92 + 14 * math.sin(i))],
                              [CORAL, SUN, TEAL, "#d9886a"][i % 4]) for i in range(12))
    return (gradient("room", [(0, "#f8e6c4"), (1, "#f1d4a0")]) + rect(0, 0, WIDTH, HEIGHT, "url(#room)") + pegs
            + rect(0, 650, WIDTH, 70, "#b98b5e") + rect(0, 650, WIDTH, 10, "#cda273") + bunting)


def close_up(t):
    """The rim from above between its two pads."""
    back = gradient("mint", [(0, "#dff0e6"), (1, "#b9dccb")]) + rect(0, 0, WIDTH, HEIGHT, "url(#mint)")
    heading = "Clean the rim" if t < 14 else "Toe in the pads" if t < 23 else "Two millimetres"
    rim = rect(560, 130, 160, 560, "#c9d3d9", 10) + rect(560, 130, 22, 560, "#a9b7bf", 10) + rect(698, 130, 22, 560, "#a9b7bf", 10)
    marks = "".join(rect(612, (170 + i * 110 + t * 130) % 560 + 130, 56, 8, "#93a3ad", 4) for i in range(5)) if t >= 23 else \
        "".join(rect(612, 180 + i * 110, 56, 8, "#93a3ad", 4) for i in range(5))
    dirt = "".join(circle(568 + (140 if i % 2 else 0) + 8 * scatter("d", i), 160 + 500 * scatter("dy", i), 5 + 9 * scatter("dr", i), "#5b4a3a",
                          opacity=0.75 * (1 - ramp(t, 8 + 4 * scatter("dy", i), 0.6))) for i in range(26))
    wipe = mix(150, 640, ramp(t, 7.6, 5)) + 12 * math.sin(t * 9)
    cloth = group(path("M-120 -40 Q-60 -66 0 -44 T120 -40 Q136 6 112 44 Q40 60 -20 46 T-116 44 Q-136 4 -120 -40 Z", "#f4b63f")
                  + path("M-90 -10 Q-20 -30 80 -8 M-70 20 Q0 2 90 22", "none", "#d99c2b", 5), move=(640, wipe), opacity=window(t, 7, 13.6, 0.5))
    angle = 7 * ramp(t, 15.5, 1.5)
    gap = mix(70, 26, ramp(t, 23.5, 1.5)) - 16 * (max(0, math.sin((t - 26.5) * 2.2)) if 26.5 < t < 31 else 0)
    shown = ramp(t, 13.6, 0.8)

    def pad(side):
        inner = 560 - gap if side < 0 else 720 + gap
        body = rect(inner - 64 if side < 0 else inner, 330, 64, 190, "#2b2f3a", 10) + "".join(
            rect(inner - 18 if side < 0 else inner + 8, 356 + i * 46, 10, 26, "#4d5563", 3) for i in range(4))
        arm = rect(inner - 250 if side < 0 else inner + 64, 404, 186, 42, "#5c6b78", 14) + circle(inner - 240 if side < 0 else inner + 240, 425, 34, "#8fa0ac")
        return group(body + arm, turn=angle * side, about=(round(inner), 340))

    toe = group(text(640, 100, "front end touches first", 34, "#1d5c4d", 700, "middle"), path("M470 300 q44 -60 78 16", "none", CORAL, 6), path("M810 300 q-44 -60 -78 16", "none", CORAL, 6),
                opacity=window(t, 16.8, 22.8, 0.5))
    ruler = group(line(720, 570, 720 + 26, 570, CORAL, 6) + line(720, 556, 720, 584, CORAL, 5) + line(746, 556, 746, 584, CORAL, 5)
                  + text(764, 584, "2 mm", 44, CORAL, 900), opacity=window(t, 25, 30, 0.4))
    return back + text(80, 100, heading, 52, INK, 900) + rim + marks + dirt + cloth + group(pad(-1), pad(1), opacity=shown) + toe + ruler


def frame(t):
    first = workshop() + group(bicycle(t), move=(110, -10)) if t < 6.6 or t > 30 else ""
    card = title_card(t, "REPAIR CAFÉ", ["Silent", "brakes"], INK, CORAL, x=84, y=300, size=88, until=6)
    end = title_card(0, "REPAIR CAFÉ", ["Quiet", "again."], INK, CORAL, x=84, y=300, size=88, until=99) if t > 30 else ""
    return svg(first if t < 6.6 else "", card if t < 6.6 else "", group(close_up(t), opacity=ramp(t, 6, 0.6)) if 6 <= t < 30.8 else "",
               group(first, end, opacity=ramp(t, 30.2, 0.6)) if t > 30 else "")
