#!/usr/bin/env python3
"""Renames in TREE, replayable on any state of the sum: renames.py TREE, then clang-format-19 -i on the changed files.

consensus: the number by which a gadget names a peer is GossipPeer (PeerId is the network's); peer_left -> on_disconnected;
Options::judged -> report_verdict, answer_judged -> report_answer_verdict; GossipEngine::on_judged -> on_verdict.
block announces: tell -> send_announcement, gone -> on_disconnected. pool: tell -> report. authorship: tell_left_out -> log_left_out.
staking: tell -> warn.
"""
import os, re, subprocess, sys

root = sys.argv[1]
os.chdir(root)
files = [f for f in subprocess.run(["git", "ls-files", "src", "tests", "fuzz", "bench", "docs"], capture_output=True, text=True).stdout.split()
         if f.endswith((".cpp", ".hpp", ".md")) and os.path.isfile(f)]

def change(test, *pairs):
    for f in files:
        if not test(f): continue
        s = old = open(f).read()
        for a, b in pairs: s = re.sub(a, b, s)
        if s != old: open(f, "w").write(s)

def below(*folders): return lambda f: f.startswith(folders)
def named(*names): return lambda f: f in names

change(below("src/consensus/"), (r"\bPeerId\b", "GossipPeer"))
change(below(""), (r"\b(beefy|grandpa)::PeerId\b", r"\1::GossipPeer"), (r"\bpeer_left\b", "on_disconnected"), (r"\bon_judged\b", "on_verdict"),
       (r"\banswer_judged\b", "report_answer_verdict"), (r"\bOptions::judged\b", "Options::report_verdict"),
       (r"\b(options_?)\.judged\b", r"\1.report_verdict"), (r"\)> judged = \{\}", ")> report_verdict = {}"))
change(below("src/consensus/", "src/services/", "src/node/", "tests/world/", "src/protocols/"),
       (r"\b(VoterLoop|World)::judged\(", r"\1::report_verdict("), (r"\bvoid judged\(", "void report_verdict("),
       (r"(?<![\w.>])judged\((peer|from|verdict->peer|judged_message->peer)\b", r"report_verdict(\1"),
       (r"\bjudged = std::move\(", "report_verdict = std::move("))
change(below("src/protocols/block_announces/"), (r"(?<![\w.])tell\(", "send_announcement("), (r"(?<![\w.])gone\(", "on_disconnected("))
change(below("src/pool/"), (r"(?<![\w.])tell\(", "report("), (r"\btell_places\(", "report_places("), (r"(?<=\.)told\b", "reported"), (r"\btold = ", "reported = "), (r"> told;", "> reported;"), (r"::tell\(", "::report("))
change(below("src/authorship/"), (r"\btell_left_out\b", "log_left_out"))
change(named("src/staking/guard.cpp"), (r"\btell\b(?=[( ]|\()", "warn"))
