// Aura in a runtime of its own: turns, slots, and authorities that change with a session.
#include "runtime/pallets/aura/aura.ipp"

#include "runtime/mock/world_test.hpp"
#include "runtime/pallets/aura/api.ipp"
#include "runtime/pallets/timestamp/timestamp.ipp"

namespace serinus::pallet_aura::chain {

using mock::System;
using Timestamp = pallet_timestamp::Pallet<struct TimestampConfig>;
using Aura = Pallet<struct AuraConfig>;

struct TimestampConfig {
    static constexpr PalletInfo kInfo{3, "Timestamp"};
    static constexpr pallet_timestamp::Constants kConstants{.MinimumPeriod = 500};
    using OnTimestampSet = List<Aura>;
    static constexpr auto kWeights = sdk::kDefaultWeights<pallet_timestamp::Weights>;
};
/// The second of the authorities, from when the test says so.
struct Disabled {
    static inline bool is_on = false;
    static bool is_disabled(uint32_t index) { return is_on && index == 1; }
};
struct AuraConfig {
    static constexpr PalletInfo kInfo{4, "Aura"};
    static constexpr Constants kConstants{.MaxAuthorities = 3};
    static constexpr bool kAllowMultipleBlocksPerSlot = false;
    static constexpr auto kDbWeight = development_weights::kDbWeight;
    using System = mock::System;
    using Timestamp = chain::Timestamp;
    using DisabledValidators = Disabled;
};
struct Runtime : mock::RuntimeOf<Timestamp, Aura> {
    using Aura = chain::Aura;
};

}  // namespace serinus::pallet_aura::chain

SERINUS_PALLET(serinus::pallet_timestamp::Pallet<serinus::pallet_aura::chain::TimestampConfig>)
SERINUS_PALLET(serinus::pallet_aura::Pallet<serinus::pallet_aura::chain::AuraConfig>)
SERINUS_MOCK_RUNTIME(serinus::pallet_aura::chain::Runtime)

namespace serinus::pallet_aura {
namespace {

using namespace chain;
using mock::account;

AuthorityId key(uint8_t byte) {
    AuthorityId out;
    out._0._0.fill(byte);
    return out;
}
std::vector<std::pair<AccountId, AuthorityId>> validators(std::initializer_list<uint8_t> bytes) {
    std::vector<std::pair<AccountId, AuthorityId>> out;
    for (const uint8_t byte : bytes) out.emplace_back(account(byte), key(byte));
    return out;
}
primitives::Digest digest_of(uint64_t slot) {
    return {primitives::digest::PreRuntime{primitives::kAuraEngine, scale::encode(slot)}};
}

/// Three authorities: 1, 2 and 3.
class AuraTest : public mock::World<Runtime> {
  protected:
    void SetUp() override {
        World::SetUp();
        Disabled::is_on = false;
        Aura::build({{key(1), key(2), key(3)}});
    }
    static Weight begin(BlockNumber number, uint64_t slot) {
        System::initialize(number, {}, digest_of(slot));
        return Aura::on_initialize(number);
    }
    static std::vector<AuthorityId> authorities() { return api::AuraApi<Runtime>::authorities{}(); }
};

// Source: pallet_aura of July 2023
TEST_F(AuraTest, SlotsAscendAndTheTimeLiesInThem) {
    EXPECT_EQ(begin(1, 10), development_weights::kDbWeight.reads_writes(2, 1));
    EXPECT_EQ(Aura::storage.CurrentSlot.get()._0, 10u);
    EXPECT_EQ(api::AuraApi<Runtime>::slot_duration{}()._0, 1'000u) << "twice the minimum period";
    make_ok(mock::none(), Timestamp::set{{10'999}});
    Timestamp::on_finalize(1);
    EXPECT_THROW(begin(2, 10), native::Panic) << "the slot of the block before";
    EXPECT_THROW(begin(2, 9), native::Panic);
    begin(2, 12);
    EXPECT_THROW(make_ok(mock::none(), Timestamp::set{{13'000}}), native::Panic) << "the next slot";
    EXPECT_THROW(make_ok(mock::none(), Timestamp::set{{11'999}}), native::Panic) << "the slot before";
}

TEST_F(AuraTest, AuthorsTakeTurns) {
    for (uint64_t slot = 10; slot < 16; ++slot) EXPECT_EQ(Aura::find_author(digest_of(slot)), slot % 3);
    EXPECT_EQ(Aura::find_author({}), std::nullopt);
    EXPECT_EQ(Aura::find_author({primitives::digest::PreRuntime{primitives::kAuraEngine, {1}}}), std::nullopt)
        << "no slot";
    EXPECT_EQ(Aura::find_author({primitives::digest::PreRuntime{primitives::kBabeEngine, scale::encode(uint64_t{1})}}),
              std::nullopt);
    System::initialize(1, {}, {});
    EXPECT_EQ(Aura::on_initialize(1), development_weights::kDbWeight.reads_writes(1, 0)) << "a block without a slot";
    EXPECT_EQ(Aura::storage.CurrentSlot.get()._0, 0u);
}

TEST_F(AuraTest, DisabledAuthorMakesNoBlock) {
    Disabled::is_on = true;
    EXPECT_THROW(begin(1, 10), native::Panic);
    begin(1, 11);
    Disabled::is_on = false;
}

TEST_F(AuraTest, AuthoritiesOfASessionAreInForceAtOnce) {
    begin(1, 11);
    const auto next = validators({4, 5});
    Aura::on_new_session(false, next, next);
    EXPECT_EQ(authorities().size(), 3u) << "nothing has changed";
    Aura::on_new_session(true, next, next);
    EXPECT_EQ(authorities(), (std::vector{key(4), key(5)}));
    const auto announced = System::digest();
    const auto* const item = std::get_if<primitives::digest::Consensus>(&announced.back());
    ASSERT_NE(item, nullptr);
    EXPECT_EQ(item->engine, primitives::kAuraEngine);
    EXPECT_EQ(item->data, concat(Bytes{1}, scale::encode(authorities())));

    const size_t items = announced.size();
    Aura::on_new_session(true, next, next);
    Aura::on_new_session(true, {}, {});
    EXPECT_EQ(System::digest().size(), items) << "the same authorities, and none, announce nothing";
    EXPECT_EQ(authorities().size(), 2u);

    const auto many = validators({6, 7, 8, 9});
    Aura::on_new_session(true, many, many);
    EXPECT_EQ(authorities(), (std::vector{key(6), key(7), key(8)})) << "the bound";
    Aura::on_disabled(2);
    EXPECT_EQ(std::get_if<primitives::digest::Consensus>(&System::digest().back())->data, (Bytes{2, 2, 0, 0, 0}));
}

TEST_F(AuraTest, GenesisGivesAuthoritiesOnce) {
    EXPECT_THROW(Aura::build({{key(7)}}), native::Panic);
    EXPECT_THROW(Aura::on_genesis_session(validators({1})), native::Panic);
    Aura::build({});
    native::state().reset();
    EXPECT_THROW(Aura::build({{key(1), key(2), key(3), key(4)}}), native::Panic) << "more than the bound";
    Aura::on_genesis_session(validators({1}));
    EXPECT_EQ(authorities(), std::vector{key(1)});
}

}  // namespace
}  // namespace serinus::pallet_aura
