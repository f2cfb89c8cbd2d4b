// Reports of misbehaviour.
#include "runtime/pallets/offences/offences.hpp"

#include "runtime/mock/chain_test.hpp"

namespace serinus::pallet_offences {
namespace {

using namespace mock::validators;
using mock::validators::Offences;
using mock::validators::Session;
using mock::validators::System;
using sp_staking::offence::equivocation_slash_fraction;

constexpr Kind kKind{'t', 'e', 's', 't'};

class OffencesTest : public Chain {
  protected:
    void SetUp() override {
        Chain::SetUp();
        begin_block(kFirstSlot);
    }
    static IdentificationTuple offender(const AccountId& who) { return {who, {}}; }
    static Offences::Offence offence(Bytes time_slot, const std::vector<AccountId>& by) {
        Offences::Offence out{.kind = kKind,
                              .time_slot = std::move(time_slot),
                              .session_index = 0,
                              .validator_set_count = 3,
                              .offenders = {},
                              .slash_fraction = &equivocation_slash_fraction};
        for (const AccountId& who : by) out.offenders.push_back(offender(who));
        return out;
    }
};

// Pallet: offences. One report for each offender and time slot.
TEST_F(OffencesTest, EachOffenceCountsOnce) {
    EXPECT_FALSE(Offences::is_known_offence(kKind, {1}, offender(kAlice)));
    System::reset_events();
    EXPECT_TRUE(Offences::report_offence({kDave}, offence({1}, {kAlice})));
    EXPECT_TRUE(saw_at_initialization(event<Offences>(Offences::Event::Offence{kKind, {1}})));
    EXPECT_TRUE(Offences::is_known_offence(kKind, {1}, offender(kAlice)));
    EXPECT_FALSE(Offences::is_known_offence(kKind, {2}, offender(kAlice)));
    EXPECT_FALSE(Offences::is_known_offence(kKind, {1}, offender(kBob)));
    System::reset_events();
    const auto before = native::state().entries();
    EXPECT_FALSE(Offences::report_offence({kEve}, offence({1}, {kAlice})));
    EXPECT_EQ(native::state().entries(), before) << "no event either";
    EXPECT_TRUE(Offences::report_offence({kEve}, offence({2}, {kAlice})));
}

TEST_F(OffencesTest, ReportsOfOneTimeBelongTogether) {
    Offences::report_offence({kDave}, offence({1}, {kAlice}));
    Offences::report_offence({kEve}, offence({1}, {kAlice, kBob}));
    const auto ids = Offences::storage.ConcurrentReportsIndex.get(kKind, {1});
    ASSERT_EQ(ids.size(), 2u);
    const auto first = Offences::storage.Reports.get(ids[0]), second = Offences::storage.Reports.get(ids[1]);
    EXPECT_EQ(first->offender.first, kAlice);
    EXPECT_EQ(first->reporters, std::vector{kDave});
    EXPECT_EQ(second->offender.first, kBob);
    EXPECT_EQ(second->reporters, std::vector{kEve});
    EXPECT_EQ(ids[0], host::blake2_256(concat(kKind, Bytes{4, 1}, scale::encode(offender(kAlice)))));
}

// Pallet: sp-staking. min((3 k / n)^2, 1)
TEST(EquivocationSlash, GrowsWithTheSquareOfTheOffenders) {
    EXPECT_EQ(equivocation_slash_fraction(1, 1000)._0, 9'000u);
    EXPECT_EQ(equivocation_slash_fraction(10, 1000)._0, 900'000u);
    EXPECT_EQ(equivocation_slash_fraction(1, 7)._0, 183'673'468u);
    EXPECT_EQ(equivocation_slash_fraction(1, 3), Perbill::one());
    EXPECT_EQ(equivocation_slash_fraction(500, 1000), Perbill::one());
    EXPECT_EQ(equivocation_slash_fraction(~0u, ~0u), Perbill::one());
}

}  // namespace
}  // namespace serinus::pallet_offences
