#include "tools/doctor/diagnosis.hpp"

#include <gtest/gtest.h>

namespace serinus::doctor {
namespace {

constexpr uint64_t kGiBytes = uint64_t{1} << 30;

/// A machine that nothing is to be said against.
MachineFacts good_machine() {
    MachineFacts out;
    out.clock = platform::ClockState{.is_synchronized = true, .max_error_s = 0.01};
    out.memory_bytes = 64 * kGiBytes;
    out.processors = 16;
    out.folder = "/var/lib/serinus";
    out.free_bytes = 1000 * kGiBytes;
    out.max_open_files = 65'536;
    out.is_limit_of_node = true;
    for (const auto part : {platform::CagePart::kNamespaces, platform::CagePart::kLandlock,
                            platform::CagePart::kPrivileges, platform::CagePart::kCalls}) {
        out.cage.push_back({.part = part, .works = true, .reason = {}, .remedy = {}});
    }
    out.scores = {{"BLAKE2-256", 120}, {"Rnd Write", 95}};
    out.listeners = {{30333, true}, {9944, false}, {9615, false}};
    return out;
}

/// The worst level, and the subjects that have it.
std::pair<Level, std::string> worst(const std::vector<Finding>& findings) {
    std::pair<Level, std::string> out{Level::kGood, ""};
    for (const Finding& one : findings) {
        if (one.level > out.first) out = {one.level, ""};
        if (one.level == out.first && one.level != Level::kGood)
            out.second += (out.second.empty() ? "" : ",") + one.subject;
        EXPECT_EQ(one.remedy.empty(), one.level == Level::kGood) << one.subject << ": " << one.text;
    }
    return out;
}
using Worst = std::pair<Level, std::string>;

TEST(DiagnosisOfAMachine, AGoodOneHasNoFault) {
    EXPECT_EQ(worst(diagnose_machine(good_machine())), Worst(Level::kGood, ""));
}

TEST(DiagnosisOfAMachine, AClockThatNobodyKeepsIsAProblem) {
    auto facts = good_machine();
    facts.clock->is_synchronized = false;
    EXPECT_EQ(worst(diagnose_machine(facts)), Worst(Level::kProblem, "clock"));
    facts.clock = platform::ClockState{.is_synchronized = true, .max_error_s = 1};
    EXPECT_EQ(worst(diagnose_machine(facts)), Worst(Level::kWarning, "clock"));
    facts.clock = std::nullopt;
    EXPECT_EQ(worst(diagnose_machine(facts)), Worst(Level::kWarning, "clock"));
}

TEST(DiagnosisOfAMachine, ADiskIsLocalAndHasRoom) {
    auto facts = good_machine();
    facts.free_bytes = 50 * kGiBytes;
    EXPECT_EQ(worst(diagnose_machine(facts)), Worst(Level::kWarning, "disk"));
    facts.free_bytes = 1 * kGiBytes;
    EXPECT_EQ(worst(diagnose_machine(facts)), Worst(Level::kProblem, "disk"));
    facts = good_machine();
    facts.slow_file_system = "nfs";
    EXPECT_EQ(worst(diagnose_machine(facts)), Worst(Level::kProblem, "disk"));
}

TEST(DiagnosisOfAMachine, ScoresStandBesideTheReferenceHardware) {
    auto facts = good_machine();
    facts.scores = {{"BLAKE2-256", 80}, {"Copy", 91}};
    EXPECT_EQ(worst(diagnose_machine(facts)), Worst(Level::kWarning, "BLAKE2-256"));
    facts.scores[1].percent = 50;
    EXPECT_EQ(worst(diagnose_machine(facts)), Worst(Level::kProblem, "Copy"));
}

TEST(DiagnosisOfAMachine, PortsForPeopleAreShutAndThoseForNodesOpen) {
    auto facts = good_machine();
    facts.listeners = {{30333, true}, {9944, false}, {9944, true}};
    EXPECT_EQ(worst(diagnose_machine(facts)), Worst(Level::kProblem, "ports"));
    facts.listeners = {{9944, false}};
    EXPECT_EQ(worst(diagnose_machine(facts)), Worst(Level::kWarning, "ports"));
    facts.listeners = {{30333, false}};
    EXPECT_EQ(worst(diagnose_machine(facts)), Worst(Level::kProblem, "ports"));
}

TEST(DiagnosisOfAMachine, TheCageAndTheLimitsAreLookedAt) {
    auto facts = good_machine();
    facts.cage[0] = {
        .part = platform::CagePart::kNamespaces, .works = false, .reason = "forbidden", .remedy = "allow it"};
    EXPECT_EQ(worst(diagnose_machine(facts)),
              Worst(Level::kWarning, "sandbox: " + std::string(to_string(facts.cage[0].part))));
    facts.cage[1].works = false;
    facts.cage[1].reason = facts.cage[1].remedy = "x";
    EXPECT_EQ(worst(diagnose_machine(facts)).first, Level::kProblem);
    facts = good_machine();
    facts.max_open_files = 1'024;
    EXPECT_EQ(worst(diagnose_machine(facts)), Worst(Level::kWarning, "open files"));
    facts = good_machine();
    facts.open_key_files = {"/k/62616265"};
    EXPECT_EQ(worst(diagnose_machine(facts)), Worst(Level::kProblem, "keystore"));
}

TEST(DiagnosisOfANode, LooksAtPeersFinalityAndTime) {
    NodeFacts good{.version = "Serinus 1",
                   .chain = "Kusama",
                   .peers = 40,
                   .is_syncing = false,
                   .is_authority = true,
                   .best = 100,
                   .finalized = 97,
                   .best_time_ms = 1'000'000,
                   .now_ms = 1'004'000};
    EXPECT_EQ(worst(diagnose_node(good, "")), Worst(Level::kGood, ""));
    EXPECT_EQ(worst(diagnose_node(std::nullopt, "ws://x")), Worst(Level::kProblem, "node"));
    auto facts = good;
    facts.peers = 0;
    facts.is_authority = false;
    EXPECT_EQ(worst(diagnose_node(facts, "")), Worst(Level::kWarning, "role,peers"));
    facts = good;
    facts.finalized = 10;
    EXPECT_EQ(worst(diagnose_node(facts, "")), Worst(Level::kWarning, "finality"));
    facts = good;
    facts.now_ms = 990'000;
    EXPECT_EQ(worst(diagnose_node(facts, "")), Worst(Level::kProblem, "time"));
    facts.now_ms = 1'100'000;
    EXPECT_EQ(worst(diagnose_node(facts, "")), Worst(Level::kWarning, "time"));
}

TEST(DiagnosisOfKeys, WhatEitherSideLacksIsNamed) {
    KeyFacts good{.stash = "F…",
                  .is_bonded = true,
                  .wants_to_validate = true,
                  .is_validator = true,
                  .has_session_keys = true,
                  .missing_here = {},
                  .missing_on_chain = {},
                  .complete = 6};
    EXPECT_EQ(worst(diagnose_keys(good)), Worst(Level::kGood, ""));
    auto facts = good;
    facts.missing_here = {{"babe", "0x01"}};
    EXPECT_EQ(worst(diagnose_keys(facts)), Worst(Level::kProblem, "keys"));
    facts = good;
    facts.has_session_keys = facts.is_bonded = false;
    EXPECT_EQ(worst(diagnose_keys(facts)), Worst(Level::kProblem, "stash,keys"));
    facts = good;
    facts.wants_to_validate = false;
    EXPECT_EQ(worst(diagnose_keys(facts)), Worst(Level::kWarning, "stash"));
    EXPECT_EQ(worst(diagnose_keys({.missing_on_chain = {{"gran", "0x02"}}})), Worst(Level::kWarning, "keys"));
    EXPECT_TRUE(diagnose_keys({}).empty());
}

TEST(Listeners, AreReadFromTheTableOfTheKernel) {
    const auto found = parse_listeners(
        "  sl  local_address rem_address   st tx_queue rx_queue\n"
        "   0: 0100007F:26D8 00000000:0000 0A 00000000:00000000\n"
        "   1: 00000000:767D 00000000:0000 0A 00000000:00000000\n"
        "   2: 0100007F:26D8 0100007F:AAAA 01 00000000:00000000\n"
        "   3: 00000000000000000000000001000000:258F 00000000000000000000000000000000:0000 0A\n"
        "   4: 00000000000000000000000000000000:258F 00000000000000000000000000000000:0000 0A\n"
        "   5: 0000000000000000FFFF00000100007F:1000 0:0 0A\nnonsense\n   6: x:y z 0A\n");
    ASSERT_EQ(found.size(), 5u);
    EXPECT_EQ(found[0].port, 9944);
    EXPECT_FALSE(found[0].is_public);
    EXPECT_EQ(found[1].port, 30333);
    EXPECT_TRUE(found[1].is_public);
    EXPECT_FALSE(found[2].is_public);
    EXPECT_TRUE(found[3].is_public);
    EXPECT_FALSE(found[4].is_public);
}

TEST(Limits, AreReadFromTheFileOfAProcess) {
    EXPECT_EQ(parse_open_files_limit("Max open files            1024                 524288               files\n"),
              1024u);
    EXPECT_EQ(parse_open_files_limit("Max open files  unlimited unlimited files"), UINT64_MAX);
    EXPECT_EQ(parse_open_files_limit("Max open files"), std::nullopt);
    EXPECT_EQ(parse_open_files_limit(""), std::nullopt);
}

}  // namespace
}  // namespace serinus::doctor
