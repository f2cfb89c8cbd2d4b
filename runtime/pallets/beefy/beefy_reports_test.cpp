// Reports of BEEFY: two votes, votes for other chains, votes for blocks to come.
// Observed: pallet-beefy 43
#include "crypto/ecdsa.hpp"
#include "hashing/hashing.hpp"
#include "runtime/mock/world_test.hpp"
#include "runtime/pallets/beefy/beefy.ipp"
#include "runtime/pallets/beefy_mmr/beefy_mmr.ipp"
#include "runtime/pallets/mmr/mmr.ipp"
#include "runtime/pallets/session/periodic_sessions.hpp"
#include "runtime/sdk/extension_pipeline.hpp"

namespace serinus::pallet_beefy::reports_chain {

using Beefy = Pallet<struct BeefyConfig>;
using Mmr = pallet_mmr::Pallet<struct MmrConfig>;
using BeefyMmrLeaf = pallet_beefy_mmr::Pallet<struct BeefyMmrLeafConfig>;

/// One session, in which a key is its validator's if the proof has no nodes.
struct Validators {
    static uint32_t current_index() { return 0; }
    static std::vector<AccountId> validators() { return {sdk::test::kAlice}; }
    static std::optional<MembershipProof> prove(const KeyTypeId&, BytesView) { return MembershipProof{}; }
    static std::optional<AccountId> check_proof(const KeyTypeId&, BytesView, const MembershipProof& proof) {
        return proof.trie_nodes.empty() ? std::optional(sdk::test::kAlice) : std::nullopt;
    }
};

struct Reported {
    using Offender = AccountId;
    static inline std::vector<std::pair<std::vector<AccountId>, Perbill>> all;
    static inline bool is_known = false;
    static bool report_offence(std::vector<AccountId> reporters, const sp_staking::offence::Offence<AccountId>& what) {
        if (!is_known) all.emplace_back(std::move(reporters), what.slash_fraction(1, what.validator_set_count));
        return !is_known;
    }
    static bool is_known_offence(const sp_staking::offence::Kind&, const Bytes&, const AccountId&) { return is_known; }
};

struct BobIsAuthor {
    static std::optional<AccountId> author() { return sdk::test::kBob; }
};

struct BeefyConfig {
    static constexpr PalletInfo kInfo{200, "Beefy"};
    static constexpr Constants kConstants{.MaxAuthorities = 10, .MaxNominators = 64, .MaxSetIdSessionEntries = 6};
    static constexpr uint64_t kReportLongevity = 100;
    using System = mock::System;
    using Session = Validators;
    using KeyOwnerProofSystem = Validators;
    using Offences = Reported;
    using Authorship = BobIsAuthor;
    using OnNewValidatorSet = List<BeefyMmrLeaf>;
    using AncestryHelper = BeefyMmrLeaf;
    static constexpr auto kWeights = kDefaultWeights<pallet_beefy::Weights>;
};

struct MmrConfig {
    static constexpr PalletInfo kInfo{201, "Mmr"};
    using System = mock::System;
    using LeafData = BeefyMmrLeaf;
    using OnNewRoot = List<BeefyMmrLeaf>;
    static constexpr auto kWeights = kDefaultWeights<pallet_mmr::Weights>;
};

struct NoExtra {
    static Hash256 extra_data() { return {}; }
};

struct BeefyMmrLeafConfig {
    static constexpr PalletInfo kInfo{202, "BeefyMmrLeaf"};
    static constexpr uint8_t kLeafVersion = 0;
    using System = mock::System;
    using Beefy = reports_chain::Beefy;
    using Mmr = reports_chain::Mmr;
    using LeafExtra = Hash256;
    using BeefyDataProvider = NoExtra;
    static constexpr auto kWeights = kDefaultWeights<pallet_beefy_mmr::Weights>;
};

struct Runtime : mock::RuntimeOf<Beefy, Mmr, BeefyMmrLeaf> {
    /// None, but it has extrinsics of format 5, as reports are.
    using Extensions = ExtensionPipeline<>;
};

}  // namespace serinus::pallet_beefy::reports_chain

SERINUS_PALLET(serinus::pallet_beefy::Pallet<serinus::pallet_beefy::reports_chain::BeefyConfig>)
SERINUS_PALLET(serinus::pallet_mmr::Pallet<serinus::pallet_beefy::reports_chain::MmrConfig>)
SERINUS_PALLET(serinus::pallet_beefy_mmr::Pallet<serinus::pallet_beefy::reports_chain::BeefyMmrLeafConfig>)
SERINUS_MOCK_RUNTIME(serinus::pallet_beefy::reports_chain::Runtime)

namespace serinus::pallet_beefy {
namespace {

using reports_chain::Reported;
using ReportedBeefy = reports_chain::Beefy;
using ReportsMmr = reports_chain::Mmr;
using ReportsLeaf = reports_chain::BeefyMmrLeaf;
using ReportError = ReportedBeefy::Error;
using sp_consensus_beefy::Vote;
using sp_consensus_beefy::payload::Payload;

/// Nine blocks with their leaves; it is the tenth.
class BeefyReportsTest : public mock::World<reports_chain::Runtime> {
  protected:
    const crypto::ecdsa::Seed secret_ = crypto::ecdsa::Seed(hashing::blake2b_256(Bytes{1}).bytes);
    const MembershipProof owned_{.session = 0, .trie_nodes = {}, .validator_count = 10};
    CallHeader header_;  ///< of block 9
    std::vector<Hash256> roots_;

    void SetUp() override {
        World::SetUp();
        Reported::all.clear();
        Reported::is_known = false;
        AuthorityId key;
        key._0._0 = crypto::ecdsa::public_key_of(secret_).value().bytes;
        ReportedBeefy::build({.authorities = {key}, .genesis_block = 1});
        for (BlockNumber number = 1; number <= 10; ++number) {
            mock::System::reset_events();
            mock::System::initialize(number, Hash256{}, {});
            ReportsMmr::on_initialize(number);
            roots_.push_back(ReportsMmr::mmr_root());
            for (const auto& [at, value] : native::state().offchain_index()) {
                native::state().offchain_storage.insert_or_assign(at, value);
            }
            if (number == 9) {
                header_ = {.parent_hash = {}, .number = {9}, .state_root = {}, .extrinsics_root = {}, .digest = {}};
                header_.digest.logs = mock::System::digest();
            }
        }
        mock::System::storage.BlockHash.put(9, host::blake2_256(scale::encode(header_)));
        mock::System::reset_events();
    }

    Vote vote(BlockNumber number, Payload payload) const {
        Vote out;
        out.commitment = {std::move(payload), number, 0};
        out.id._0._0 = crypto::ecdsa::public_key_of(secret_).value().bytes;
        const Hash256 hash = host::keccak_256(scale::encode(out.commitment));
        out.signature._0._0 = crypto::ecdsa::sign_prehashed(secret_, hash).value().bytes;
        return out;
    }
    static Payload root(const Hash256& hash) { return {{{ByteArray<2>{'m', 'h'}, to_bytes(hash.bytes)}}}; }
    Hash256 other_root() const {
        Hash256 out = roots_[0];
        out.bytes[0] ^= 1;
        return out;
    }
    /// Of a vote for block 4, after block 9.
    ForkVotingProof fork(Payload payload) const {
        return {vote(4, std::move(payload)), *ReportsLeaf::generate_ancestry_proof(4, 9), header_};
    }
    void expect_fork(const ForkVotingProof& proof, bool is_fork) {
        const RuntimeCall call = ReportedBeefy::report_fork_voting{proof, owned_};
        if (is_fork) {
            make_ok(mock::signed_by(mock::kCharlie), call);
        } else {
            make_error(mock::signed_by(mock::kCharlie), call, ReportError::InvalidForkVotingProof);
        }
    }
};

TEST_F(BeefyReportsTest, TwoVotesAreReported) {
    const DoubleVotingProof proof{vote(4, root(roots_[3])), vote(4, root(other_root()))};
    make_ok(mock::signed_by(mock::kCharlie), ReportedBeefy::report_double_voting{proof, owned_});
    ASSERT_EQ(Reported::all.size(), 1u);
    EXPECT_EQ(Reported::all[0], std::pair(std::vector{mock::kCharlie}, Perbill::from_percent(9))) << "(3 / 10)^2";
    make_ok(mock::none(), ReportedBeefy::report_double_voting_unsigned{proof, owned_});
    EXPECT_EQ(Reported::all[1].first, std::vector{mock::kBob}) << "the author";

    const auto report = [&](const DoubleVotingProof& votes, const MembershipProof& owner) {
        return ReportedBeefy::report_double_voting{votes, owner};
    };
    const auto by = mock::signed_by(mock::kCharlie);
    make_error(by, report({proof.first, proof.first}, owned_), ReportError::InvalidDoubleVotingProof);
    MembershipProof wrong = owned_;
    wrong.trie_nodes.push_back({1});
    make_error(by, report(proof, wrong), ReportError::InvalidKeyOwnershipProof);
    wrong.session = 1;
    make_error(by, report(proof, wrong), ReportError::InvalidEquivocationProofSession);
    DoubleVotingProof unknown = proof;
    unknown.first.commitment.validator_set_id = 7;
    make_error(by, report(unknown, owned_), ReportError::InvalidEquivocationProofSession);
    Reported::is_known = true;
    make_error(by, report(proof, owned_), ReportError::DuplicateOffenceReport);
}

TEST_F(BeefyReportsTest, AVoteForAnotherChainIsReported) {
    expect_fork(fork(root(roots_[3])), false);
    expect_fork(fork(root(other_root())), true);
    ASSERT_EQ(Reported::all.size(), 1u);
    EXPECT_EQ(Reported::all[0].second, Perbill::from_percent(50));
    expect_fork(fork({}), true);                                       // no root at all
    expect_fork(fork({{{ByteArray<2>{'m', 'h'}, Bytes(31)}}}), true);  // no root to be read
    expect_fork(fork({{{ByteArray<2>{'x', 'x'}, Bytes(32)}}}), true);  // none of this kind
    Payload both = root(roots_[3]);
    both._0.push_back(root(other_root())._0[0]);
    expect_fork(fork(both), true);

    ForkVotingProof wrong = fork(root(other_root()));
    wrong.vote.signature._0._0[5] ^= 1;
    expect_fork(wrong, false);
    wrong = fork(root(other_root()));
    wrong.ancestry_proof.items.emplace_back(0, Hash256{});
    expect_fork(wrong, false);
    wrong = fork(root(other_root()));
    wrong.header.number = {8};
    expect_fork(wrong, false);
    wrong = fork(root(other_root()));
    wrong.vote = vote(5, root(other_root()));  // of another block than the proof
    expect_fork(wrong, false);
    wrong.vote = vote(50, root(other_root()));
    expect_fork(wrong, false);
}

TEST_F(BeefyReportsTest, AVoteForABlockToComeIsReported) {
    const auto report = [&](const Vote& one) { return ReportedBeefy::report_future_block_voting{{{one}}, owned_}; };
    const auto by = mock::signed_by(mock::kCharlie);
    make_error(by, report(vote(9, root(roots_[8]))), ReportError::InvalidFutureBlockVotingProof);
    make_ok(by, report(vote(10, root(roots_[9]))));
    make_ok(by, report(vote(1000, {})));
    EXPECT_EQ(Reported::all[1].second, Perbill::from_percent(50));
    Vote unsigned_vote = vote(1000, {});
    unsigned_vote.signature._0._0[5] ^= 1;
    make_error(by, report(unsigned_vote), ReportError::InvalidForkVotingProof);
}

TEST_F(BeefyReportsTest, ThePoolTakesTwoKindsOfReports) {
    const DoubleVotingProof two{vote(4, root(roots_[3])), vote(4, root(other_root()))};
    const auto validity = [&](const RuntimeCall& call) {
        const bool is_valid = ReportedBeefy::validate_unsigned(TransactionSource::Local, call).has_value();
        EXPECT_EQ(ReportedBeefy::pre_dispatch(call).has_value(), is_valid);
        EXPECT_FALSE(ReportedBeefy::validate_unsigned(TransactionSource::External, call));
        return is_valid;
    };
    EXPECT_TRUE(validity(ReportedBeefy::report_double_voting_unsigned{two, owned_}));
    EXPECT_TRUE(validity(ReportedBeefy::report_fork_voting_unsigned{fork({}), owned_}));
    EXPECT_FALSE(validity(ReportedBeefy::report_future_block_voting_unsigned{{{vote(1000, {})}}, owned_}));
    EXPECT_FALSE(validity(ReportedBeefy::report_double_voting{two, owned_}));
    Reported::is_known = true;
    EXPECT_FALSE(validity(ReportedBeefy::report_double_voting_unsigned{two, owned_}));

    EXPECT_TRUE(ReportedBeefy::submit_unsigned_equivocation_report(two, owned_));
    const auto bare = scale::decode<Bytes>(native::state().submitted.at(0));
    ASSERT_TRUE(bare);
    EXPECT_EQ(bare->front(), 5u) << "the format";
}

TEST_F(BeefyReportsTest, RootLetsItBeginAnew) {
    make_error(mock::root(), ReportedBeefy::set_new_genesis{0}, ReportError::InvalidConfiguration);
    make_error(mock::signed_by(mock::kAlice), ReportedBeefy::set_new_genesis{1}, kBadOrigin);
    make_ok(mock::root(), ReportedBeefy::set_new_genesis{5});
    EXPECT_EQ(ReportedBeefy::genesis_block(), 15u);
}

}  // namespace
}  // namespace serinus::pallet_beefy
