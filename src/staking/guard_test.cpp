// What operators are warned of. Pallets: staking, election-provider-multi-phase, session, im-online
#include "staking/guard.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "staking/exposures.hpp"
#include "state/memory_backend.hpp"

namespace serinus::staking {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

AccountId guarded(uint8_t byte) {
    AccountId out;
    out.bytes.fill(byte);
    return out;
}

/// Era 100, session 605, twelve validators who have all been heard of; 70 slots are left, and a solution waits.
class StakingGuardTest : public testing::Test {
  protected:
    void SetUp() override {
        options.stashes = {guarded(1)};
        put("Staking", "ActiveEra", std::pair(uint32_t{100}, uint8_t{0}));
        put("Staking", "CurrentEra", uint32_t{100});
        put("Staking", "ErasStartSessionIndex", uint32_t{600}, twox_64_key(scale::encode(uint32_t{100})));
        put("Session", "CurrentIndex", uint32_t{605});
        put("Babe", "EpochIndex", uint64_t{605});
        put("Babe", "GenesisSlot", uint64_t{1000});
        put("Babe", "CurrentSlot", uint64_t{1000 + 606 * 600 - 70});
        put("ElectionProviderMultiPhase", "CurrentPhase", std::tuple(uint8_t{2}, true, uint32_t{7}));
        put("ElectionProviderMultiPhase", "QueuedSolution", uint8_t{0});
        std::vector<AccountId> validators;
        for (uint8_t i = 1; i <= 12; ++i) {
            validators.push_back(guarded(i));
            put("ImOnline", "AuthoredBlocks", uint32_t{1}, authored(guarded(i)));
        }
        put("Session", "Validators", validators);
        put("ImOnline", "Keys", validators);
    }
    static Bytes authored(const AccountId& who) {
        return concat(twox_64_key(scale::encode(uint32_t{605})), twox_64_key(who.bytes));
    }
    template <class T>
    void put(std::string_view pallet, std::string_view item, const T& value, const Bytes& key = {}) {
        entries[concat(metadata::item_prefix(pallet, item), key)] = scale::encode(value);
    }
    void remove(std::string_view pallet, std::string_view item, const Bytes& key = {}) {
        entries.erase(concat(metadata::item_prefix(pallet, item), key));
    }
    GuardFacts facts() {
        state::StateChanges changes;
        for (const auto& [key, value] : entries) changes.top[key] = value;
        state::MemoryBackend state;
        EXPECT_TRUE(state.apply(changes, trie::StateVersion::kV1));
        return read_guard_facts(state, options).value().value();
    }
    std::vector<std::string> warnings() { return guard.examine(facts()); }

    GuardOptions options;
    std::map<Bytes, Bytes> entries;
    StakingGuard guard{[](const AccountId& who) { return "#" + std::to_string(who.bytes[0]); }};
};

TEST_F(StakingGuardTest, SaysNothingWhileAllIsWell) {
    EXPECT_THAT(warnings(), IsEmpty());
    EXPECT_EQ(facts().slots_left, 70u);
    EXPECT_EQ(facts().unheard, 0u);
}

TEST_F(StakingGuardTest, NoSolutionIsToldOnceShortlyBeforeTheElection) {
    remove("ElectionProviderMultiPhase", "QueuedSolution");
    put("Babe", "CurrentSlot", uint64_t{1000 + 606 * 600 - 76});
    EXPECT_THAT(warnings(), IsEmpty());
    put("Babe", "CurrentSlot", uint64_t{1000 + 606 * 600 - 75});
    EXPECT_THAT(warnings(), ElementsAre("No solution is queued for the election of era 101, which is in 75 slots"));
    EXPECT_THAT(warnings(), IsEmpty());
    put("Session", "CurrentIndex", uint32_t{603});
    EXPECT_FALSE(facts().lacks_solution) << "a session before the last one";
}

TEST_F(StakingGuardTest, AnElectionThatFailedNeedsGovernance) {
    put("ElectionProviderMultiPhase", "CurrentPhase", uint8_t{3});
    EXPECT_THAT(warnings(), IsEmpty()) << "governance has given one";
    remove("ElectionProviderMultiPhase", "QueuedSolution");
    EXPECT_THAT(warnings(), ElementsAre(HasSubstr("The election of era 101 has failed")));
}

// 17 % of 12 validators are 2 of them.
TEST_F(StakingGuardTest, TheOffenceBeforeTheOneThatForcesAnEraIsTold) {
    put("Staking", "OffendingValidators", std::vector{std::pair(uint32_t{3}, true)});
    EXPECT_THAT(warnings(), ElementsAre(HasSubstr("1 of 12 validators have offended in era 100: one more offence")));
    std::vector<AccountId> many;
    for (uint8_t i = 0; i < 30; ++i) many.push_back(guarded(i));
    put("Session", "Validators", many);
    EXPECT_FALSE(facts().next_offence_forces_era);
}

TEST_F(StakingGuardTest, AValidatorOfThisNodeThatIsNotHeardOfIsTold) {
    remove("ImOnline", "AuthoredBlocks", authored(guarded(1)));
    remove("ImOnline", "AuthoredBlocks", authored(guarded(2)));
    EXPECT_EQ(facts().unheard, 2u);
    EXPECT_THAT(warnings(), ElementsAre(HasSubstr("#1 has written no block and sent no heartbeat in session 605")));
    const Bytes beat = concat(twox_64_key(scale::encode(uint32_t{605})), twox_64_key(scale::encode(uint32_t{0})));
    put("ImOnline", "ReceivedHeartbeats", true, beat);
    EXPECT_TRUE(facts().silent.empty());
    EXPECT_EQ(facts().unheard, 1u);
    remove("ImOnline", "ReceivedHeartbeats", beat);
    put("Babe", "CurrentSlot", uint64_t{1000 + 606 * 600 - 151});
    EXPECT_TRUE(facts().silent.empty()) << "there is time for a heartbeat";
}

// Spec: pallet-session 42, UpToLimitWithReEnablingDisablingStrategy: at most a third of twelve less one
TEST_F(StakingGuardTest, ValidatorsThatAreDisabledAreTold) {
    using Disabled = std::vector<std::pair<uint32_t, uint32_t>>;
    put("Session", "DisabledValidators", Disabled{{4, 1}, {7, 1}});
    EXPECT_THAT(warnings(), IsEmpty());
    put("Session", "DisabledValidators", Disabled{{4, 1}, {7, 1}, {9, 1'000'000'000}});
    EXPECT_THAT(warnings(), ElementsAre("3 of 12 validators are disabled for offences in era 100: no more can be, for "
                                        "two thirds must be at work"));
    put("Session", "DisabledValidators", Disabled{{0, 5}});
    EXPECT_THAT(warnings(), ElementsAre("#1 is disabled for an offence, and takes no part until other validators are "
                                        "elected"));
    // Of older runtimes: indices alone.
    put("Session", "DisabledValidators", std::vector<uint32_t>{0, 4, 7});
    EXPECT_EQ(facts().disabled, 0u);
}

TEST_F(StakingGuardTest, WithoutImOnlineNobodyIsMissed) {
    remove("ImOnline", "Keys");
    for (uint8_t i = 1; i <= 12; ++i) remove("ImOnline", "AuthoredBlocks", authored(guarded(i)));
    EXPECT_THAT(warnings(), IsEmpty());
    EXPECT_EQ(facts().unheard, 0u);
}

TEST_F(StakingGuardTest, ErasThatExpireUnpaidAreTold) {
    using Points = std::pair<uint32_t, std::map<AccountId, uint32_t>>;
    for (const EraIndex era : {16u, 17u, 18u, 25u}) {
        const Bytes key = twox_64_key(scale::encode(era));
        put("Staking", "ErasValidatorReward", Balance{1000}, key);
        put("Staking", "ErasRewardPoints", Points{20, {{guarded(1), 20}}}, key);
    }
    put("Staking", "Bonded", guarded(1), twox_64_key(guarded(1).bytes));
    put("Staking", "Ledger", Ledger{guarded(1), {5}, {5}, {}, {17}}, blake2_key(guarded(1).bytes));
    EXPECT_THAT(warnings(), ElementsAre("#1 is not paid for era 16: its rewards are lost when this era ends",
                                        "#1 is not paid for era 18: its rewards are lost in 3 eras"));
    options.stashes = {guarded(2)};
    EXPECT_TRUE(facts().expiring.empty());
}

TEST_F(StakingGuardTest, AnEraExpiresUnpaidWithEachOfItsPages) {
    using Points = std::pair<uint32_t, std::map<AccountId, uint32_t>>;
    const Bytes key = era_key(16, guarded(1));
    put("Staking", "ErasValidatorReward", Balance{1000}, era_key(16));
    put("Staking", "ErasRewardPoints", Points{20, {{guarded(1), 20}}}, era_key(16));
    put("Staking", "Bonded", guarded(1), twox_64_key(guarded(1).bytes));
    put("Staking", "Ledger", Ledger{guarded(1), {5}, {5}, {}, {}}, blake2_key(guarded(1).bytes));
    put("Staking", "ErasStakersOverview", ExposureOverview{{9}, {5}, 600, 2}, key);
    put("Staking", "ClaimedRewards", std::vector<PageIndex>{1}, key);
    EXPECT_EQ(facts().expiring.size(), 1u);
    put("Staking", "ClaimedRewards", std::vector<PageIndex>{1, 0}, key);
    EXPECT_TRUE(facts().expiring.empty());
}

TEST_F(StakingGuardTest, AChainWithoutStakingHasNoFacts) {
    state::MemoryBackend empty;
    EXPECT_FALSE(read_guard_facts(empty, options).value());
}

}  // namespace
}  // namespace serinus::staking
