// Society, read as a specification. Pallet: society
#include "runtime/pallets/society/society.ipp"
#include "runtime/mock/world_test.hpp"
#include "runtime/pallets/society/weights.hpp"
#include "runtime/sdk/pallet_id.hpp"

namespace serinus::pallet_society::chain {

using Society = Pallet<struct SocietyConfig>;

/// By the block's number, so that each round draws others.
struct BlockRandomness {
    static std::pair<Hash256, BlockNumber> random(BytesView subject) {
        const BlockNumber now = mock::System::block_number();
        return {host::blake2_256(concat(subject, scale::encode(now))), now};
    }
};
struct SocietyConfig {
    static constexpr PalletInfo kInfo{3, "Society"};
    static constexpr Constants kConstants{.PalletId = pallet_id("py/socie"),
                                          .GraceStrikes = 10,
                                          .PeriodSpend = 50 * mock::kUnit / 3,
                                          .VotingPeriod = 72'000,
                                          .ClaimPeriod = 28'800,
                                          .MaxLockDuration = 15'552'000,
                                          .ChallengePeriod = 100'800,
                                          .MaxPayouts = 8,
                                          .MaxBids = 512};
    using System = mock::System;
    using Currency = mock::Balances;
    using Randomness = BlockRandomness;
    using FounderSetOrigin = EnsureRoot;
    static constexpr auto kWeights = sdk::kDefaultWeights<pallet_society::Weights>;
};
struct Runtime : mock::RuntimeOf<Society> {};

}  // namespace serinus::pallet_society::chain

SERINUS_PALLET(serinus::pallet_society::Pallet<serinus::pallet_society::chain::SocietyConfig>)
SERINUS_MOCK_RUNTIME(serinus::pallet_society::chain::Runtime)

namespace serinus::pallet_society {
namespace {

using namespace mock;
using namespace chain;
using Event = Society::Event;
using Error = Society::Error;

constexpr BlockNumber kRound = 100'800;
constexpr BlockNumber kVoting = 72'000;

/// Alice is the founder; a deposit is 1 KSM, two strikes suspend.
class SocietyTest : public World<Runtime> {
  protected:
    void SetUp() override {
        World::SetUp();
        make_ok(root(), Society::found_society{id(kAlice), 10, 3, 2, kUnit, {1}});
        Balances::resolve_creating(Society::account_id(), Balances::issue(1000 * kUnit));
    }
    void TearDown() override {
        EXPECT_TRUE(Society::try_state());
        World::TearDown();
    }
    static void begin(uint32_t round) {
        go_to(round * kRound);
        Society::on_initialize(round * kRound);
    }
    static void claims(uint32_t round) { go_to(round * kRound + kVoting); }
    static void bid(const AccountId& who, Balance value) { make_ok(signed_by(who), Society::bid{value}); }
    static void vote(const AccountId& voter, const AccountId& candidate, bool approve) {
        make_ok(signed_by(voter), Society::vote{id(candidate), approve});
    }
    static Tally tally(const AccountId& who) { return Society::storage.Candidates.get(who)->tally; }
    /// Bob is a member with 2 KSM to come.
    static void let_bob_in() {
        bid(kBob, 2 * kUnit);
        begin(1);
        vote(kAlice, kBob, true);
        claims(1);
        make_ok(signed_by(kBob), Society::claim_membership{});
    }
};

TEST_F(SocietyTest, BeginsWithItsFounder) {
    EXPECT_EQ(Society::storage.Members.get(kAlice), (MemberRecord{1, 0, std::nullopt, 0}));
    EXPECT_EQ(Society::storage.Head.get(), kAlice);
    EXPECT_EQ(Society::storage.Rules.get(), host::blake2_256(Bytes{1}));
    make_error(root(), Society::found_society{id(kBob), 10, 3, 2, kUnit, {}}, Error::AlreadyFounded);
    make_error(signed_by(kBob), Society::dissolve{}, Error::NotFounder);
    make_ok(signed_by(kAlice), Society::dissolve{});
    EXPECT_FALSE(Society::storage.Members.exists(kAlice));
    make_error(signed_by(kBob), Society::bid{1}, Error::NotGroup);
}

TEST_F(SocietyTest, KeepsTheCheapestBids) {
    bid(kBob, 3);
    bid(kCharlie, 1);
    bid(kDave, 3);
    std::vector<AccountId> order;
    for (const auto& one : Society::storage.Bids.get()) order.push_back(one.who);
    EXPECT_EQ(order, (std::vector<AccountId>{kCharlie, kBob, kDave}));
    EXPECT_EQ(Balances::reserved_balance(kBob), kUnit);
    make_ok(signed_by(kBob), Society::unbid{});
    EXPECT_EQ(Balances::reserved_balance(kBob), 0u);
    make_error(signed_by(kBob), Society::unbid{}, Error::NotBidder);
}

TEST_F(SocietyTest, FillsThePotWithHalfOfWhatCameIn) {
    begin(1);
    EXPECT_EQ(Society::storage.Pot.get(), SocietyConfig::kConstants.PeriodSpend);  // the most of a round
    EXPECT_EQ(Society::storage.RoundCount.get(), 1u);
}

// A fault of the reference: of bids of nothing only one that comes first is taken.
TEST_F(SocietyTest, TakesOneBidOfNothing) {
    bid(kBob, 0);
    bid(kCharlie, 0);
    bid(kDave, 1);
    begin(1);
    EXPECT_TRUE(Society::storage.Candidates.exists(kBob));
    EXPECT_FALSE(Society::storage.Candidates.exists(kCharlie));
    EXPECT_TRUE(Society::storage.Candidates.exists(kDave));
    EXPECT_EQ(Society::storage.Skeptic.get(), kAlice);
}

// Four for the founder.
TEST_F(SocietyTest, CountsVotesByTheirWeights) {
    bid(kBob, 1);
    begin(1);
    EXPECT_EQ(make_ok(signed_by(kAlice), Society::vote{id(kBob), true}).pays_fee, Pays::No);
    EXPECT_EQ(tally(kBob), (Tally{4, 0}));
    auto candidacy = *Society::storage.Candidates.get(kBob);
    candidacy.tally = {10, 0};
    Society::storage.Candidates.put(kBob, candidacy);
    EXPECT_EQ(make_ok(signed_by(kAlice), Society::vote{id(kBob), false}).pays_fee, Pays::Yes);
    EXPECT_EQ(tally(kBob), (Tally{6, 4}));
    EXPECT_EQ(Society::storage.Votes.get(kBob, kAlice), (Vote{false, 4}));
}

TEST_F(SocietyTest, LetsInWhoIsClearlyApproved) {
    bid(kBob, 2 * kUnit);
    begin(1);
    make_error(signed_by(kBob), Society::claim_membership{}, Error::NotApproved);
    vote(kAlice, kBob, true);
    make_error(signed_by(kBob), Society::claim_membership{}, Error::InProgress);
    claims(1);
    make_ok(signed_by(kBob), Society::claim_membership{});
    EXPECT_EQ(Society::storage.Members.get(kBob), (MemberRecord{0, 0, std::nullopt, 1}));
    EXPECT_EQ(Balances::reserved_balance(kBob), 0u);
    const auto record = Society::storage.Payouts.get(kBob);
    ASSERT_EQ(record.payouts.size(), 1u);
    // Two members: 100 - 50000 / 502 = 1 percent of 36 months of 30 days.
    EXPECT_EQ(record.payouts.front(), (std::pair<BlockNumber, Balance>{kRound + kVoting + 155'520, 2 * kUnit}));
    EXPECT_EQ(Balances::free_balance(Society::payouts_account()), 2 * kUnit);
}

TEST_F(SocietyTest, PaysWhenItIsTime) {
    let_bob_in();
    make_error(signed_by(kBob), Society::payout{}, Error::NoPayout);
    go_to(kRound + kVoting + 155'520);
    const Balance before = Balances::free_balance(kBob);
    make_ok(signed_by(kBob), Society::payout{});
    EXPECT_EQ(Balances::free_balance(kBob), before + 2 * kUnit);
    make_error(signed_by(kBob), Society::waive_repay{2 * kUnit - 1}, Error::InsufficientFunds);
    make_ok(signed_by(kBob), Society::waive_repay{2 * kUnit});
    EXPECT_EQ(Balances::free_balance(kBob), before);
    EXPECT_EQ(Society::storage.Members.get(kBob)->rank, 1u);
}

TEST_F(SocietyTest, StrikesTheSkepticWhoDoesNotVote) {
    let_bob_in();
    bid(kCharlie, 1);
    begin(2);
    Society::storage.Skeptic.put(kBob);
    claims(2);
    EXPECT_EQ(make_ok(signed_by(kCharlie), Society::punish_skeptic{}).pays_fee, Pays::No);
    EXPECT_EQ(Society::storage.Members.get(kBob)->strikes, 1u);
    make_error(signed_by(kCharlie), Society::punish_skeptic{}, Error::AlreadyPunished);
    make_ok(signed_by(kCharlie), Society::resign_candidacy{});
    EXPECT_EQ(Balances::reserved_balance(kCharlie), 0u);  // the deposit is the society's
}

TEST_F(SocietyTest, JudgesSuspendedMembers) {
    let_bob_in();
    go_to(2 * kRound);
    Society::storage.Defending.put({kBob, kAlice, Tally{}});
    Society::on_initialize(2 * kRound);  // nobody voted; but Bob is to be the head
    EXPECT_EQ(Society::storage.Head.get(), kBob);
    EXPECT_TRUE(Society::storage.Members.exists(kBob));

    Society::storage.Head.put(kAlice);
    Society::storage.Defending.put({kBob, kAlice, Tally{}});
    go_to(3 * kRound);
    Society::on_initialize(3 * kRound);
    EXPECT_TRUE(Society::storage.SuspendedMembers.exists(kBob));
    make_error(signed_by(kBob), Society::bid{1}, Error::Suspended);
    make_ok(signed_by(kAlice), Society::judge_suspended_member{id(kBob), true});
    EXPECT_TRUE(Society::storage.Members.exists(kBob));
    make_error(signed_by(kAlice), Society::judge_suspended_member{id(kBob), true}, Error::NotSuspended);
}

TEST_F(SocietyTest, BansWhoVouchedForOneWhoWasRejected) {
    make_ok(signed_by(kAlice), Society::vouch{id(kBob), 5, 1});
    make_error(signed_by(kAlice), Society::vouch{id(kCharlie), 5, 1}, Error::AlreadyVouching);
    begin(1);
    claims(1);
    make_ok(signed_by(kAlice), Society::kick_candidate{kBob});
    EXPECT_EQ(Society::storage.Members.get(kAlice)->vouching, VouchingStatus::Banned);
}

TEST_F(SocietyTest, CleansUpVotesOfWhatIsOver) {
    let_bob_in();
    EXPECT_EQ(make_ok(signed_by(kDave), Society::cleanup_candidacy{kBob, 10}).pays_fee, Pays::No);
    EXPECT_FALSE(Society::storage.Votes.exists(kBob, kAlice));
    make_error(signed_by(kDave), Society::cleanup_challenge{0, 10}, Error::InProgress);
}

}  // namespace
}  // namespace serinus::pallet_society
