"""What people of the demo gym write: members about a workout, trainers about a client."""

from __future__ import annotations

LOG_NOTES = {
    "record": (
        "New record. Last rep slow, form held.",
        "Heaviest so far, and it moved well.",
        "Did not expect that to go up.",
        "Felt lighter than last week.",
    ),
    "hard": (
        "Slept badly, stopped early on the last set.",
        "Grip got weak on the last rep, used chalk.",
        "Came straight from a night shift.",
        "Lower back a little tight, kept it clean.",
        "Too much lunch.",
    ),
    "easy": ("Could have done more.", "Felt easy today.", "Good warm-up, everything moved well."),
    "": (
        "Elbows closer to the body, felt better.",
        "Rack was taken, used the other one.",
        "Shorter rests today.",
        "Slower on the way down.",
        "Left side still weaker than the right.",
        "Music helped.",
    ),
}

PRIVATE_NOTES = (
    "Left shoulder tight on overhead work. Watch the presses.",
    "Tends to rush the last sets. Slow the tempo before adding weight.",
    "Sleeps little at the moment, two small children. Keep sessions under 50 minutes.",
    "Old ankle injury, right side. No jumping for now.",
    "Motivation dips in the third week of a plan. Call before, not after.",
    "Asked about nutrition again; refer to Maya.",
    "Knees cave in on heavy squats. Two weeks of pause work first.",
    "Wants numbers, shares them with a friend. Send the chart at the end of the month.",
    "Travels for work in the coming weeks; hotel gym has dumbbells up to 20 kg.",
)
SHARED_NOTES = (
    "Great work this week. Next week we add a little to every main lift.",
    "Your rows look much better. Keep the pause at the chest.",
    "Take the lighter week seriously: same moves, less weight, early nights.",
    "Bring flat shoes on squat days.",
    "Two sessions in a row with clean reps. That is what we wanted.",
    "If the elbow complains again, swap dips for push-downs.",
    "Please write a word about how it felt; it helps me plan.",
)
SARAH_NOTES = (
    # days ago, private, text
    (30, False, "Good start to the new plan. Keep two reps in reserve until week 3."),
    (16, True, "Would like to enter a small meet in spring. Do not promise numbers yet."),
    (3, False, "Great depth on squats. Next week we add 5 lb to every set."),
    (2, True, "Left shoulder tight on overhead work. Keep presses under 65 lb for a few weeks."),
)

UNPLANNED = (
    # exercise, reps, weight in kg, seconds, metres
    ("Treadmill walk", None, None, 1500, 2400.0),
    ("Pull-up", 6, None, None, None),
    ("Kettlebell swing", 20, 16.0, None, None),
    ("Rowing machine", None, None, 900, 3100.0),
    ("Sauna stretch", None, None, 600, None),
    ("Goblet squat", 12, 14.0, None, None),
    ("Yoga class", None, None, 3600, None),
    ("Bench press", 8, 40.0, None, None),
    ("Swimming", None, None, 1800, 1000.0),
    ("Stationary bike", None, None, 1200, 8000.0),
)
