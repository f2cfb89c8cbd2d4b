#include "services/parachain/disputes/disputes.hpp"

#include <gtest/gtest.h>

#include "services/parachain/requests/request_protocols.hpp"
#include "services/parachain/test_parts.hpp"

namespace serinus::services::paras {
namespace {

using parachain::DisputeRequest;
using parachain::DisputeResponse;
using parachain::DisputeVote;
using parachain::ValidVoteKind;
using runtime_api::parachain_host::CandidateEvent;
using test::FullDisk;
using test::KnownPeers;
using test::NotedNetwork;
using test::RelayChain;

/// Says of each candidate what it is told to.
class NotedExecutor final : public CandidateExecutor {
  public:
    void execute(pvf::Host::Request, OnVerdict on_verdict) override { orders.push_back(std::move(on_verdict)); }
    void update_leaves(std::vector<Hash256>) override {}
    void precheck(std::shared_ptr<const pvf::SessionCode>, OnPrecheck) override {}
    std::vector<OnVerdict> orders;
};

/// Counts how durable commits are.
class NotedDisk final : public storage::Store {
  public:
    explicit NotedDisk(storage::Store& disk) : disk_(disk) {}
    std::unique_ptr<storage::WriteBatch> batch() override { return disk_.batch(); }
    Result<void, storage::StoreError> commit(std::unique_ptr<storage::WriteBatch> batch,
                                             storage::Durability durability) override {
        ++(durability == storage::Durability::kSynced ? synced : buffered);
        return disk_.commit(std::move(batch), durability);
    }
    Result<std::unique_ptr<storage::Snapshot>, storage::StoreError> snapshot() override { return disk_.snapshot(); }
    size_t synced = 0, buffered = 0;

  private:
    storage::Store& disk_;
};

/// Validators also tell who they are.
class TellingAuthorities final : public AuthorityPeers {
  public:
    explicit TellingAuthorities(const RelayChain& chain) : chain_(chain), known_(chain) {}
    std::optional<PeerId> find_peer(const AuthorityId& authority) const override { return known_.find_peer(authority); }
    AuthorityIds find_authorities(const PeerId& peer) const override {
        for (uint32_t i = 0; i < RelayChain::kValidators; ++i) {
            if (KnownPeers::peer_of(i) == peer) return {AuthorityId{chain_.public_key(i)}};
        }
        return {};
    }

  private:
    const RelayChain& chain_;
    KnownPeers known_;
};

/// This node is validator 1 of 4. A block has included a candidate that validators 2 and 3 have backed.
class DisputesTest : public testing::Test, public test::PartTest {
  protected:
    static constexpr parachain::SessionIndex kSession = 5;

    DisputesTest() {
        receipt = put_on_core({1, 2, 3});
        // Of version 2, which names its session.
        polkadot_primitives::v9::VersionedFields fields;
        fields.session_index = kSession;
        polkadot_primitives::v9::set_versioned_fields(receipt.descriptor, fields);
        chain.events = {{CandidateEvent::Included{receipt, {}, {0}, {1}}}};
        polkadot_primitives::v9::ScrapedOnChainVotes votes;
        votes.session = kSession;
        using polkadot_primitives::v5::ValidityAttestation;
        polkadot_primitives::v5::BackersOfCandidate backers{receipt, {}};
        for (const uint32_t backer : {2u, 3u}) {
            const DisputeVote vote{DisputeVote::Valid{{ValidVoteKind::BackingValid{receipt.descriptor.relay_parent}}}};
            backers.second.emplace_back(ValidatorIndex{backer},
                                        ValidityAttestation{ValidityAttestation::Explicit{sign(vote, backer)}});
        }
        votes.backing_validators_per_candidate.push_back(std::move(backers));
        chain.answers["ParachainHost_on_chain_votes"] = scale::encode(std::optional(votes));
        chain.answers["ParachainHost_disputes"] = Bytes{0};
        leaf = new_leaf();
    }

    parachain::ValidatorSignature sign(const DisputeVote& vote, uint32_t validator) const {
        const Bytes payload = parachain::signing_payload(vote, receipt.hash(), kSession).value();
        parachain::ValidatorSignature out{};
        const Bytes bytes = chain.pairs[validator].sign(payload, ByteArray<32>{7});
        std::copy(bytes.begin(), bytes.end(), out._0._0.begin());
        return out;
    }
    /// Validator `against` says that the candidate is invalid, validator `in_favour` has checked it.
    DisputeRequest request(uint32_t against, uint32_t in_favour) const {
        const DisputeVote invalid{DisputeVote::Invalid{}};
        const DisputeVote valid{DisputeVote::Valid{{ValidVoteKind::Explicit{}}}};
        return {.candidate_receipt = receipt,
                .session_index = kSession,
                .invalid_vote = {{against}, sign(invalid, against), {}},
                .valid_vote = {{in_favour}, sign(valid, in_favour), {ValidVoteKind::Explicit{}}}};
    }
    /// The answers to a request of a peer, as far as there are any.
    std::vector<std::optional<Bytes>> answers_to(const PeerId& peer, const Bytes& content) {
        return answers_of(disputes, peer, content);
    }
    std::vector<std::optional<Bytes>> answers_of(Disputes& asked, const PeerId& peer, const Bytes& content) {
        const auto out = std::make_shared<std::vector<std::optional<Bytes>>>();
        asked.on_request(peer, content, [out](std::optional<Bytes> answer) { out->push_back(std::move(answer)); });
        advance(1'000);
        return *out;
    }
    Disputes make() { return make(records); }
    Disputes make(DisputeRecords& on_disk) {
        return Disputes({*scheduler, *lane, keys, states, calls, chain, authorities, network, on_disk, recoveries,
                         checker, timelines, [this](const Hash256& block) {
                             excluded.push_back(block);
                             return true;
                         }});
    }
    /// What people are told of the candidate: "step: detail".
    std::vector<std::string> told() const {
        std::vector<std::string> out;
        for (const auto& entry : timelines.find(receipt.hash()).value_or(CandidateTimeline{}).entries) {
            out.push_back(std::string(to_string(entry.step)) + ": " + entry.detail);
        }
        return out;
    }
    std::vector<NotedNetwork::Request> taken(RequestKind kind) {
        std::vector<NotedNetwork::Request> out;
        for (auto& one : std::exchange(network.requests, {})) {
            if (one.kind == kind) out.push_back(std::move(one));
        }
        return out;
    }

    TellingAuthorities authorities{chain};
    NotedExecutor executor;
    DisputeRecords records{*disk};
    CandidateChecker checker{states, calls, executor};
    std::unique_ptr<platform::Lane> jobs = scheduler->make_lane({.name = "jobs"});
    Recoveries recoveries{{*scheduler, *lane, *jobs, authorities, network, &*store}};
    std::vector<Hash256> excluded;
    Disputes disputes = make();
    parachain::CandidateReceipt receipt;
    std::shared_ptr<const RelayState> leaf;
};

TEST_F(DisputesTest, WhatAnOwnCheckFindsInvalidIsDisputedBeforeAllValidators) {
    disputes.on_leaf(*leaf);
    EXPECT_FALSE(disputes.is_against(kSession, receipt.hash()));
    disputes.on_invalid(receipt, kSession);
    advance(1'000);
    EXPECT_TRUE(disputes.is_against(kSession, receipt.hash()));
    EXPECT_EQ(disputes.figures().began, 1u);
    const auto sent = taken(RequestKind::kDispute);
    ASSERT_EQ(sent.size(), 3u) << "to all but this node";
    const auto request = scale::decode<DisputeRequest>(sent[0].content).value();
    EXPECT_EQ(request.candidate_receipt, receipt);
    EXPECT_EQ(request.invalid_vote.validator_index, ValidatorIndex{1});
}

TEST_F(DisputesTest, AnOwnVoteIsOnTheDiskBeforeItLeaves) {
    disputes.on_leaf(*leaf);
    disputes.on_invalid(receipt, kSession);
    advance(1'000);
    ASSERT_FALSE(taken(RequestKind::kDispute).empty());
    Disputes again = make();
    again.restore(records.load().value());
    again.on_leaf(*leaf);
    EXPECT_TRUE(again.is_against(kSession, receipt.hash()));
    advance(1'000);
    EXPECT_EQ(taken(RequestKind::kDispute).size(), 3u) << "nobody has confirmed it";
}

TEST_F(DisputesTest, OwnBlocksBringTheVotes) {
    disputes.on_leaf(*leaf);
    EXPECT_TRUE(disputes.votes_for(leaf->hash).empty());
    disputes.on_invalid(receipt, kSession);
    advance(1'000);
    const auto votes = disputes.votes_for(leaf->hash);
    ASSERT_EQ(votes.size(), 1u);
    EXPECT_EQ(votes[0].candidate_hash, receipt.hash());
    EXPECT_EQ(votes[0].session, kSession);
    EXPECT_EQ(votes[0].statements.size(), 3u) << "of the backers, and its own";
}

TEST_F(DisputesTest, NothingOfADisputedCandidateMayBeFinal) {
    disputes.on_leaf(*leaf);
    const std::vector<parachain::BlockCandidates> blocks{{leaf->hash, kSession, {receipt.hash()}}};
    EXPECT_EQ(disputes.count_undisputed(blocks), 1u);
    disputes.on_invalid(receipt, kSession);
    advance(1'000);
    EXPECT_EQ(disputes.count_undisputed(blocks), 0u);
}

TEST_F(DisputesTest, VotesOfAValidatorAreTakenConfirmedAndChecked) {
    disputes.on_leaf(*leaf);
    const auto answers = answers_to(KnownPeers::peer_of(0), scale::encode(request(0, 2)));
    ASSERT_EQ(answers.size(), 1u);
    ASSERT_TRUE(answers[0]);
    EXPECT_EQ(scale::decode<DisputeResponse>(*answers[0]).value(), DisputeResponse::Confirmed);
    EXPECT_EQ(disputes.figures().participations, 1u);
    EXPECT_FALSE(network.requests.empty()) << "its data is recovered";
    EXPECT_TRUE(network.reports.empty());
}

TEST_F(DisputesTest, WhatIsFoundInTheDataIsTheOwnVote) {
    ASSERT_TRUE(store->put_data(receipt.hash(), data, chunks, 1));
    chain.answers["ParachainHost_validation_code_by_hash"] = scale::encode(std::optional(Bytes{1, 2, 3}));
    disputes.on_leaf(*leaf);
    (void)answers_to(KnownPeers::peer_of(0), scale::encode(request(0, 2)));
    // The descriptor names other validation data.
    EXPECT_TRUE(disputes.is_against(kSession, receipt.hash()));
    EXPECT_EQ(taken(RequestKind::kDispute).size(), 3u);
    EXPECT_EQ(told(),
              (std::vector<std::string>{"inDispute: session " + std::to_string(kSession), "disputeVote: invalid"}));
}

// A first synchronization gives no leaves, and a start the highest ones alone.
TEST_F(DisputesTest, WhatABlockBelowTheLeafRevertsIsGivenUp) {
    using polkadot_primitives::v5::ConsensusLog;
    const Hash256 reverted = chain.add_block();
    const auto number = static_cast<uint32_t>(chain.hashes.size() - 1);
    const Bytes revert = scale::encode(ConsensusLog{ConsensusLog::Revert{number}});
    chain.add_block({primitives::digest::Consensus{polkadot_primitives::v5::kEngine, revert}});
    disputes.on_leaf(*new_leaf());
    EXPECT_EQ(excluded, std::vector<Hash256>{reverted});
    disputes.on_leaf(*new_leaf());
    EXPECT_EQ(excluded.size(), 1u) << "once";
}

TEST_F(DisputesTest, WhatAnUnreadableLeafRevertsIsGivenUp) {
    using polkadot_primitives::v5::ConsensusLog;
    const auto number = static_cast<uint32_t>(chain.hashes.size());
    const Bytes revert = scale::encode(ConsensusLog{ConsensusLog::Revert{number}});
    const Hash256 block = chain.add_block({primitives::digest::Consensus{polkadot_primitives::v5::kEngine, revert}});
    disputes.on_unreadable_leaf({block, number});
    EXPECT_EQ(excluded, std::vector<Hash256>{block});
}

// Who disputes a candidate under another session has its data looked for among other validators, which may hold nothing
// of it, or something else.
TEST_F(DisputesTest, DataIsLookedForInEachSessionApart) {
    auto other = std::make_shared<Session>(*leaf->session);
    --other->index;
    for (const auto& session : {std::shared_ptr<const Session>(other), leaf->session, leaf->session}) {
        recoveries.recover({.receipt = receipt, .session = session, .backers = {}, .core = {}},
                           [](const Recoveries::Result&) {});
    }
    EXPECT_EQ(recoveries.figures().running, 2u);
}

TEST_F(DisputesTest, ACheckThatFailsForReasonsOfThisNodeIsNoVote) {
    ASSERT_TRUE(store->put_data(receipt.hash(), data, chunks, 1));
    disputes.on_leaf(*leaf);
    (void)answers_to(KnownPeers::peer_of(0), scale::encode(request(0, 2)));
    // The relay chain does not tell the code.
    EXPECT_EQ(disputes.figures().participations, 1u);
    EXPECT_FALSE(disputes.is_against(kSession, receipt.hash()));
    EXPECT_TRUE(taken(RequestKind::kDispute).empty());
    EXPECT_EQ(told(), (std::vector<std::string>{"inDispute: session " + std::to_string(kSession),
                                                "noDisputeVote: this node could not check it"}));
}

TEST_F(DisputesTest, ABlockThatCouldNotBeReadIsReadAtTheNextLeaf) {
    chain.answers["ParachainHost_candidate_events"] = Bytes{1, 2, 3};
    disputes.on_leaf(*leaf);
    disputes.on_invalid(receipt, kSession);
    advance(1'000);
    EXPECT_EQ(disputes.figures().began, 0u) << "no vote of its backers is known";
    chain.answers.erase("ParachainHost_candidate_events");
    const Hash256 next = chain.add_block();
    chain.answers_at[next]["ParachainHost_on_chain_votes"] = Bytes{0};
    disputes.on_leaf(**states.at(next));
    EXPECT_EQ(disputes.figures().began, 1u);
}

// Its sender comes again, and is not to blame.
TEST_F(DisputesTest, WhatCannotBeStoredIsNotConfirmed) {
    FullDisk full(*disk);
    DisputeRecords nowhere(full);
    Disputes forgetful = make(nowhere);
    forgetful.on_leaf(*leaf);
    EXPECT_EQ(answers_of(forgetful, KnownPeers::peer_of(0), scale::encode(request(0, 2))),
              (std::vector<std::optional<Bytes>>{std::nullopt}));
    EXPECT_TRUE(network.reports.empty());
}

// A sync takes milliseconds, and votes of others come by the thousand.
TEST_F(DisputesTest, OnlyOwnVotesAreSynced) {
    NotedDisk noted(*disk);
    DisputeRecords on_disk(noted);
    Disputes busy = make(on_disk);
    busy.on_leaf(*leaf);
    EXPECT_EQ(answers_of(busy, KnownPeers::peer_of(0), scale::encode(request(0, 2))).size(), 1u);
    EXPECT_GE(noted.buffered, 1u);
    EXPECT_EQ(noted.synced, 0u);
    busy.on_invalid(receipt, kSession);
    advance(1'000);
    EXPECT_TRUE(busy.is_against(kSession, receipt.hash()));
    EXPECT_EQ(noted.synced, 1u);
}

// Without it votes of GRANDPA would go to blocks with a disputed candidate: the node does not start.
TEST_F(DisputesTest, WhatCannotBeReadOfDisputesIsAnError) {
    test::UnreadableDisk unreadable;
    EXPECT_FALSE(DisputeRecords(unreadable).load());
    disputes.on_leaf(*leaf);
    disputes.on_invalid(receipt, kSession);
    advance(1'000);
    const auto stored = records.load();
    ASSERT_TRUE(stored);
    ASSERT_EQ(stored->size(), 1u);
    const auto& [key, value] = stored->front();
    Bytes cut = value;
    cut.pop_back();
    ASSERT_TRUE(records.write({.changes = {{key, cut}}, .is_own_vote = false}));
    EXPECT_FALSE(records.load());
}

// Observed: polkadot-dispute-distribution 36.0.0: PEER_QUEUE_CAPACITY is 10, and no reputation changes.
TEST_F(DisputesTest, TheEleventhRequestAtOnceIsRefusedWithoutCost) {
    disputes.on_leaf(*leaf);
    std::vector<int> refused;
    for (int i = 0; i < 11; ++i) {
        disputes.on_request(KnownPeers::peer_of(0), scale::encode(request(0, 2)),
                            [&refused, i](const std::optional<Bytes>& answer) {
                                if (!answer) refused.push_back(i);
                            });
    }
    EXPECT_EQ(refused, std::vector<int>{10});
    EXPECT_TRUE(network.reports.empty());
}

// The network's own limits let pass what the receiver is to judge: ten that wait, and votes that are collected for ten
// seconds, of each validator.
TEST(DisputeProtocol, TheReceiverSaysHowManyRequestsWait) {
    const auto protocol = core_protocol(protocols::ProtocolNames({}, Hash256()), RequestKind::kDispute);
    EXPECT_GE(protocol.max_inbound_per_peer, 10u + 10'000 / 100);
    EXPECT_GE(protocol.max_inbound, 10u * 1'000);
    EXPECT_GE(protocol.max_inbound_bytes, size_t{10} * 1'000 * protocol.max_request_bytes);
}

TEST_F(DisputesTest, OthersThanValidatorsAreNotHeard) {
    disputes.on_leaf(*leaf);
    EXPECT_EQ(answers_to(network::link::test_peer(99), scale::encode(request(0, 2))),
              (std::vector<std::optional<Bytes>>{std::nullopt}));
    EXPECT_EQ(network.reports.size(), 1u);
}

TEST_F(DisputesTest, ABadSignatureIsMalicious) {
    disputes.on_leaf(*leaf);
    DisputeRequest bad = request(0, 2);
    bad.invalid_vote.signature._0._0[3] ^= 1;
    (void)answers_to(KnownPeers::peer_of(0), scale::encode(bad));
    ASSERT_EQ(network.reports.size(), 1u);
    EXPECT_EQ(network.reports[0], std::pair(KnownPeers::peer_of(0), Conduct::kMalicious));
}

TEST_F(DisputesTest, WhatDoesNotDecodeIsRefusedAndCosts) {
    EXPECT_EQ(answers_to(KnownPeers::peer_of(0), Bytes{1, 2, 3}), (std::vector<std::optional<Bytes>>{std::nullopt}));
    EXPECT_EQ(network.reports,
              (std::vector<std::pair<PeerId, Conduct>>{{KnownPeers::peer_of(0), Conduct::kCostMajor}}));
}

}  // namespace
}  // namespace serinus::services::paras
