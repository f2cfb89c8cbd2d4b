// What votes weigh, and deposits at today's price. Observed: pallet-society 42
#include "runtime/mock/world_test.hpp"
#include "runtime/pallets/society/society.ipp"

namespace serinus::pallet_society::votes_chain {

using Society = Pallet<struct SocietyConfig>;

struct NoRandomness {
    static std::pair<Hash256, BlockNumber> random(BytesView) { return {}; }
};
struct SocietyConfig {
    static constexpr PalletInfo kInfo{3, "Society"};
    static constexpr Constants kConstants{.PalletId = pallet_id("py/socie"),
                                          .GraceStrikes = 10,
                                          .PeriodSpend = mock::kUnit,
                                          .VotingPeriod = 20,
                                          .ClaimPeriod = 10,
                                          .MaxLockDuration = 1000,
                                          .ChallengePeriod = 1000,
                                          .MaxPayouts = 8,
                                          .MaxBids = 8};
    using System = mock::System;
    using Currency = mock::Balances;
    using Randomness = NoRandomness;
    using FounderSetOrigin = EnsureRoot;
    static constexpr auto kWeights = kDefaultWeights<pallet_society::Weights>;
};
using Runtime = mock::RuntimeOf<Society>;

}  // namespace serinus::pallet_society::votes_chain

SERINUS_PALLET(serinus::pallet_society::Pallet<serinus::pallet_society::votes_chain::SocietyConfig>)
SERINUS_MOCK_RUNTIME(serinus::pallet_society::votes_chain::Runtime)

namespace serinus::pallet_society::votes_chain {
namespace {

using namespace mock;
using PokeError = Society::Error;

/// Alice is the founder; a deposit is one unit.
class SocietyVotesTest : public World<Runtime> {
  protected:
    void SetUp() override {
        World::SetUp();
        make_ok(root(), Society::found_society{id(kAlice), 10, 3, 2, kUnit, {1}});
        Balances::resolve_creating(Society::account_id(), Balances::issue(1000 * kUnit));
    }
};

TEST_F(SocietyVotesTest, ThePotIsStoredFromTheBeginning) {
    EXPECT_TRUE(Society::storage.Pot.exists());
    EXPECT_EQ(Society::storage.Pot.get(), 0u);
    Society::build({.pot = 7});
    EXPECT_EQ(Society::storage.Pot.get(), 7u);
}

TEST_F(SocietyVotesTest, ADepositBecomesTodays) {
    make_ok(signed_by(kBob), Society::bid{kUnit});
    make_ok(signed_by(kAlice), Society::vouch{id(kCharlie), kUnit, 0});
    make_error(signed_by(kDave), Society::poke_deposit{}, PokeError::NotBidder);
    make_error(signed_by(kCharlie), Society::poke_deposit{}, PokeError::NoDeposit);
    EXPECT_EQ(make_ok(signed_by(kBob), Society::poke_deposit{}), PostDispatchInfo{});
    for (const Balance today : {3 * kUnit, kUnit / 2}) {
        const Balance before = Balances::reserved_balance(kBob);
        make_ok(signed_by(kAlice), Society::set_parameters{10, 3, 2, today});
        EXPECT_EQ(make_ok(signed_by(kBob), Society::poke_deposit{}).pays_fee, Pays::No);
        EXPECT_TRUE(saw<Society>(Society::Event::DepositPoked{kBob, before, today}));
        EXPECT_EQ(Balances::reserved_balance(kBob), today);
    }
}

TEST_F(SocietyVotesTest, AVoteCountsByTheRankOfTheVoter) {
    auto alice = *Society::storage.Members.get(kAlice);
    alice.rank = 2;
    Society::storage.Members.put(kAlice, alice);
    make_ok(signed_by(kBob), Society::bid{1});
    go_to(30);
    Society::on_initialize(30);
    const auto tally = [] { return Society::storage.Candidates.get(kBob)->tally; };
    make_ok(signed_by(kAlice), Society::vote{id(kBob), true});
    EXPECT_EQ(tally(), (Tally{9, 0}));
    make_ok(signed_by(kAlice), Society::vote{id(kBob), false});
    EXPECT_EQ(tally(), (Tally{0, 9}));
}

}  // namespace
}  // namespace serinus::pallet_society::votes_chain
