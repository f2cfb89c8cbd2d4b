// How many tranches a candidate needs. Numbers are those of the reference's own cases.
// Observed: polkadot-node-core-approval-voting 36.0.0, approval_checking.rs
#include "parachain/approval/tranches.hpp"

#include <gtest/gtest.h>

#include "tests/support/random.hpp"

namespace serinus::parachain {
namespace {

constexpr DelayTranche kAnyTranche = 0xffff'ffff;
constexpr Tick kBlock = 20, kNoShow = 10;

/// Validators with the tranche and the tick of their assignments.
struct Given {
    DelayTranche tranche;
    std::vector<uint32_t> validators;
    Tick tick;
};
ApprovalEntry entry_of(size_t validators, const std::vector<Given>& assignments) {
    ApprovalEntry out(validators);
    for (const Given& one : assignments) {
        for (const uint32_t validator : one.validators) out.import_assignment(one.tranche, {validator}, one.tick);
    }
    return out;
}
Bits bits_with(size_t size, const std::vector<uint32_t>& ones) {
    Bits out(size);
    for (const uint32_t one : ones) out.set(one, true);
    return out;
}
RequiredTranches required(const ApprovalEntry& entry, const std::vector<uint32_t>& approvals, DelayTranche now,
                          size_t needed = 4) {
    return tranches_to_approve(entry, bits_with(entry.validators(), approvals), now, kBlock, kNoShow, needed).required;
}
RequiredTranches pending(DelayTranche considered, std::optional<Tick> next, DelayTranche broadcast, Tick drift) {
    return {RequiredTranches::Pending{considered, next, broadcast, drift}};
}
RequiredTranches exact(DelayTranche needed, size_t missing, std::optional<Tick> next, std::optional<Tick> last) {
    return {RequiredTranches::Exact{needed, missing, next, last}};
}

TEST(Tranches, EndWhereEnoughAreAssigned) {
    const auto entry = entry_of(5, {{0, {0, 1}, kBlock}, {1, {2, 3}, kBlock + 1}, {2, {4}, kBlock + 2}});
    EXPECT_EQ(required(entry, {0, 1, 2, 3, 4}, 2), exact(1, 0, std::nullopt, 21));
}

TEST(Tranches, AreWaitedForWhileTooFewAreAssigned) {
    const auto entry = entry_of(10, {{0, {0}, kBlock}, {1, {2}, kBlock}});
    EXPECT_EQ(required(entry, {}, 2), pending(2, kBlock + kNoShow, kAnyTranche, 0));
}

TEST(Tranches, NoShowsBeforeEnoughAreAssignedChangeNothing) {
    const auto entry = entry_of(10, {{0, {0, 1}, kBlock}, {1, {2}, kBlock}});
    EXPECT_EQ(required(entry, {0, 1}, kNoShow + 1), pending(11, std::nullopt, kAnyTranche, 0));
}

TEST(Tranches, ANoShowIsCoveredByOneMoreTranche) {
    const auto entry = entry_of(8, {{0, {0, 1}, kBlock}, {1, {2, 3}, kBlock}});
    EXPECT_EQ(required(entry, {0, 1, 3}, kNoShow + 1), pending(1, std::nullopt, 2, kNoShow));
    EXPECT_EQ(required(entry, {1, 3}, kNoShow + 1), pending(1, std::nullopt, 3, kNoShow));
}

TEST(Tranches, ThoseWhoCoverMayBeNoShowsToo) {
    const auto entry = entry_of(8, {{0, {0, 1}, kBlock}, {1, {2, 3}, kBlock + 1}, {2, {4, 5}, kBlock + kNoShow + 2}});
    const std::vector<uint32_t> approvals{0, 1, 3, 5};
    EXPECT_EQ(required(entry, approvals, 1), exact(1, 0, kBlock + kNoShow + 1, kBlock + 1));
    EXPECT_EQ(required(entry, approvals, kNoShow + 2), exact(2, 1, kBlock + 2 * kNoShow + 2, kBlock + kNoShow + 2));
    EXPECT_EQ(required(entry, approvals, 2 * kNoShow + 2), pending(2, std::nullopt, 3, 2 * kNoShow));
}

TEST(Tranches, EachNoShowNeedsATrancheOfItsOwn) {
    auto entry = entry_of(8, {{0, {0, 1}, kBlock}, {1, {2, 3}, kBlock + 1}, {2, {4, 5}, kBlock + kNoShow + 2}});
    EXPECT_EQ(required(entry, {0, 1, 3, 4, 5}, kNoShow + 2), exact(2, 1, std::nullopt, kBlock + kNoShow + 2));
    EXPECT_EQ(required(entry, {1, 3, 4, 5}, kNoShow + 2), pending(2, std::nullopt, 3, kNoShow));
    entry.import_assignment(3, {6}, kBlock);
    EXPECT_EQ(required(entry, {1, 3, 4, 5, 6}, kNoShow + 3), exact(3, 2, std::nullopt, kBlock + kNoShow + 2));
}

TEST(Tranches, OfNobodyKnownAreWaitedFor) {
    const auto entry = entry_of(3, {{1, {3, 4, 1000}, 1}});
    EXPECT_EQ(entry.assignment_count(), 0u);
    EXPECT_EQ(required(entry, {}, 10, 3), pending(10, std::nullopt, kAnyTranche, 0));
}

TEST(Tranches, SoManyNoShowsNeedEverybody) {
    const auto entry = entry_of(5, {{0, {0, 1, 2, 3}, kBlock}});
    EXPECT_EQ(required(entry, {}, kNoShow + 1), RequiredTranches{RequiredTranches::All{}});
}

TEST(NoShows, AreThoseWhoseTimeIsOver) {
    struct Case {
        std::vector<std::pair<ValidatorIndex, Tick>> assignments;
        std::vector<uint32_t> approvals;
        Tick drift, duration, now;
        size_t no_shows;
        std::optional<Tick> next;
    };
    const Case kCases[] = {
        {{}, {}, 0, 0, 0, 0, {}},
        {{{{1}, 31}}, {}, 10, 10, 20, 0, 41},
        {{{{1}, 20}}, {1}, 10, 10, 20, 0, {}},
        {{{{1}, 21}}, {1}, 10, 10, 20, 0, {}},
        {{{{1}, 31}, {{2}, 32}}, {}, 10, 10, 20, 0, 41},
        {{{{1}, 32}, {{2}, 31}}, {}, 10, 10, 20, 0, 41},
        {{{{1}, 31}, {{2}, 19}, {{3}, 19}}, {3}, 10, 10, 20, 1, 41},
        {{{{1}, 20}, {{2}, 20}, {{3}, 20}}, {}, 10, 10, 20, 3, {}},
        {{{{1}, 20}, {{2}, 20}, {{3}, 20}}, {1, 2, 3}, 10, 10, 20, 0, {}},
        {{{{1}, 0}}, {}, 10, 20, 0, 0, 40},
        {{{{1}, 10}}, {}, 10, 20, 0, 0, 40},
        {{{{1000}, 20}}, {}, 10, 10, 20, 0, {}},
        {{{{1000}, 21}}, {}, 10, 10, 20, 0, {}},
    };
    for (const Case& one : kCases) {
        std::vector<ApprovalEntry::Assigned> assignments;
        assignments.reserve(one.assignments.size());
        for (const auto& [validator, tick] : one.assignments) assignments.push_back({0, validator, tick});
        const auto found =
            find_no_shows(assignments, bits_with(4, one.approvals), one.drift, kBlock, one.duration, one.now);
        EXPECT_EQ(found.validators.size(), one.no_shows);
        EXPECT_EQ(found.next, one.next);
    }
}

// --- approved or not ---

TEST(Approved, CountsAssignmentsOfTheNeededTranches) {
    const auto entry = entry_of(10, {{0, {0, 1}, 0}, {1, {2, 3, 4}, 1}, {2, {5, 6, 7, 8, 9}, 0}});
    const Bits approvals = bits_with(10, {0, 1, 2});
    EXPECT_TRUE(check_approval(entry, approvals, exact(0, 0, {}, {})).is_approved);
    EXPECT_FALSE(check_approval(entry, approvals, exact(1, 0, {}, {})).is_approved);
    EXPECT_TRUE(check_approval(entry, approvals, exact(1, 2, {}, {})).is_approved);
    EXPECT_FALSE(check_approval(ApprovalEntry(0), Bits(0), pending(0, {}, 0, 0)).is_approved);
}

TEST(Approved, AThirdIsAlwaysEnough) {
    const auto entry = entry_of(10, {{0, {0, 1, 2, 3}, 0}, {1, {4, 5}, 0}, {2, {6, 7, 8, 9}, 0}});
    const RequiredTranches kRequired[] = {{RequiredTranches::All{}}, exact(10, 0, {}, {}), pending(5, {}, 8, 12)};
    for (const auto& one : kRequired) {
        EXPECT_FALSE(check_approval(entry, bits_with(10, {0, 1, 2}), one).is_approved);
        EXPECT_TRUE(check_approval(entry, bits_with(10, {0, 1, 2, 3}), one).by_one_third);
    }
}

TEST(Approved, NewAssignmentsWaitASecond) {
    const Approved approved{true, false, 100};
    EXPECT_FALSE(is_approved_at(approved, 101));
    EXPECT_TRUE(is_approved_at(approved, 102));
    EXPECT_TRUE(is_approved_at({true, false, std::nullopt}, 0));
    EXPECT_FALSE(is_approved_at({}, 1000));
}

// --- when to announce the own assignment ---

TEST(Trigger, TheFirstTrancheAlways) {
    ApprovalEntry entry(10);
    EXPECT_FALSE(should_trigger(entry, Bits(10), pending(0, {}, kAnyTranche, 0), 0)) << "no assignment";
    entry.own = OwnAssignment{};
    EXPECT_TRUE(should_trigger(entry, Bits(10), exact(0, 0, {}, {}), 0));
    entry.is_triggered = true;
    EXPECT_FALSE(should_trigger(entry, Bits(10), exact(0, 0, {}, {}), 0));
}

TEST(Trigger, ALaterOneWhenItIsNeededAndItsTimeHasCome) {
    ApprovalEntry entry(10);
    entry.own = OwnAssignment{{}, 5, {}};
    EXPECT_FALSE(should_trigger(entry, Bits(10), exact(0, 0, {}, {}), 9));
    EXPECT_TRUE(should_trigger(entry, Bits(10), pending(5, {}, 5, 0), 5));
    EXPECT_FALSE(should_trigger(entry, Bits(10), pending(5, {}, 4, 0), 5)) << "not broadcast yet";
    EXPECT_FALSE(should_trigger(entry, Bits(10), pending(5, {}, 5, 0), 4));
    EXPECT_FALSE(should_trigger(entry, Bits(10), pending(5, {}, 9, 3), 7)) << "the clock is moved back";
    EXPECT_TRUE(should_trigger(entry, Bits(10), pending(5, {}, 9, 3), 8));
    EXPECT_TRUE(should_trigger(entry, Bits(10), {RequiredTranches::All{}}, 0));
    EXPECT_FALSE(should_trigger(entry, bits_with(10, {0, 1, 2, 3}), {RequiredTranches::All{}}, 0));
}

TEST(Wakeup, IsWhenTimeAloneCanChangeSomething) {
    ApprovalEntry entry = entry_of(10, {{3, {1}, 1}, {6, {2}, 1}});
    entry.own = OwnAssignment{{}, 5, {}};
    EXPECT_EQ(next_wakeup(entry, pending(3, 90, 9, 10), kBlock, 0), kBlock + 10 + 5) << "the own tranche";
    EXPECT_EQ(next_wakeup(entry, pending(5, 90, 9, 10), kBlock, 0), kBlock + 10 + 6);
    EXPECT_EQ(next_wakeup(entry, pending(6, 90, 9, 10), kBlock, 0), 90u);
    EXPECT_EQ(next_wakeup(entry, exact(3, 0, 90, 40), kBlock, 41), 42u);
    EXPECT_EQ(next_wakeup(entry, exact(3, 0, 90, 40), kBlock, 42), 90u);
    EXPECT_EQ(next_wakeup(entry, {RequiredTranches::All{}}, kBlock, 0), std::nullopt);
    entry.is_approved = true;
    EXPECT_EQ(next_wakeup(entry, exact(3, 0, 90, 40), kBlock, 41), std::nullopt);
}

/// The rule tranche by tranche, without the leap over empty ones.
RequiredTranches by_the_letter(const ApprovalEntry& entry, const Bits& approvals, DelayTranche tranche_now,
                               size_t needed) {
    size_t assignments = 0, depth = 0, covered = 0, covering = needed, uncovered = 0;
    std::optional<Tick> next, last;
    RequiredTranches out;
    for (DelayTranche tranche = 0;; ++tranche) {
        const Tick drift = depth * kNoShow;
        const Tick now = kBlock + tranche_now, drifted = now > drift ? now - drift : 0;
        if (tranche > (drifted > kBlock ? drifted - kBlock : 0)) return out;
        std::vector<ApprovalEntry::Assigned> here;
        for (const auto& one : entry.assignments()) {
            if (one.tranche == tranche) here.push_back(one);
        }
        size_t no_shows = 0;
        for (const auto& [of, validator, tick] : here) {
            last = std::max(last, std::optional(tick));
            if (approvals[validator._0]) continue;
            const Tick since = std::max(tick, kBlock), late = (since > drift ? since - drift : 0) + kNoShow;
            if (late <= drifted) {
                ++no_shows;
            } else {
                next = std::min(next.value_or(late + drift), late + drift);
            }
        }
        const size_t covers = depth == 0 ? here.size() : std::min<size_t>(here.size(), 1);
        assignments += here.size();
        covering = covering > covers ? covering - covers : 0;
        covered = depth == 0 ? 0 : covered + covers;
        uncovered += no_shows;
        if (covering == 0 && uncovered != 0) {
            ++depth;
            covering = uncovered;
            uncovered = 0;
        }
        const size_t left = (depth == 0 ? 0 : covering) + uncovered;
        if (depth != 0 && assignments + left >= entry.validators()) return {RequiredTranches::All{}};
        if (assignments >= needed && left == 0) return exact(tranche, covered, next, last);
        out = pending(tranche, next, depth == 0 ? kAnyTranche : tranche + static_cast<DelayTranche>(left),
                      depth * kNoShow);
    }
}

TEST(TranchesAtRandom, AreThoseOfTheRuleByTheLetter) {
    auto random = test::seeded_random();
    for (int round = 0; round < 4000; ++round) {
        const size_t validators = 1 + random() % 30;
        ApprovalEntry entry(validators);
        Bits approvals(validators);
        const size_t count = random() % 20;
        for (size_t i = 0; i < count; ++i) {
            entry.import_assignment(static_cast<DelayTranche>(random() % 40),
                                    {static_cast<uint32_t>(random() % validators)}, random() % 80);
            if (random() % 2) approvals.set(random() % validators, true);
        }
        const auto now = static_cast<DelayTranche>(random() % 120);
        const size_t needed = random() % 8;
        ASSERT_EQ(tranches_to_approve(entry, approvals, now, kBlock, kNoShow, needed).required,
                  by_the_letter(entry, approvals, now, needed))
            << "round " << round;
    }
}

}  // namespace
}  // namespace serinus::parachain
