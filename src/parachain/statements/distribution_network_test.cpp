// Statement distribution among nodes: whatever the order of messages, all learn of what a group has backed, and no
// honest node holds anything against another one.
// Observed: polkadot-statement-distribution 36.0.0, v2/mod.rs
#include <gtest/gtest.h>

#include <deque>

#include "parachain/statements/statements_test_support.hpp"
#include "tests/support/random.hpp"

namespace serinus::parachain {
namespace {

/// Nodes with prospective chains, backing and statement distribution, joined by links that keep the order of messages.
class Network {
  public:
    Network(StatementWorld world, uint64_t seed, bool has_topology = true)
        : world_(std::move(world)), random_(seed), grid_(world_.keys.size(), {static_cast<uint8_t>(seed)}) {
        for (uint32_t i = 0; i < world_.keys.size(); ++i) nodes_.push_back(std::make_unique<Node>(relay_parents_));
        for (uint32_t i = 0; i < nodes_.size(); ++i) {
            if (has_topology) set_topology(i);
            for (uint32_t other = 0; other < nodes_.size(); ++other) {
                if (other != i) nodes_[i]->statements.connect(peer_numbered(other), {authority_numbered(other)});
            }
        }
    }

    void set_topology(uint32_t node) {
        StatementDistribution::Effects out;
        nodes_[node]->statements.set_topology(StatementWorld::kSession, grid_, ValidatorIndex{node}, out);
        carry_out(node, out);
    }
    /// A node has a new leaf, and says so to all.
    void activate(uint32_t node, uint8_t number) {
        Node& at = *nodes_[node];
        const ValidatorIndex own{node};
        at.prospective.activate(world_.prospective_leaf(number), relay_parents_);
        at.backing.activate(world_.backing_facts(number, own));
        at.backing.activate(world_.backing_facts(static_cast<uint8_t>(number - 1), own));
        StatementDistribution::Effects out;
        at.statements.activate(world_.leaf(number, own), out);
        carry_out(node, out);
        for (uint32_t other = 0; other < nodes_.size(); ++other) {
            if (other != node) links_[{node, other}].push_back(View{{block_hash(number)}, 0});
        }
    }
    void activate_all(uint8_t number) {
        for (uint32_t i = 0; i < nodes_.size(); ++i) activate(i, number);
    }
    void second(uint32_t node, const TestCandidate& candidate) {
        candidates_.emplace(candidate.hash(), candidate);
        Backing::Effects out;
        nodes_[node]->backing.second(candidate.receipt.to_plain(), candidate.data, {}, out);
        carry_out(node, out);
    }
    void run() {
        while (step()) continue;
    }
    bool has_backed(uint32_t node, const TestCandidate& candidate) const {
        return !nodes_[node]
                    ->backing.find_backed({{candidate.hash(), candidate.receipt.descriptor.relay_parent}})
                    .empty();
    }
    size_t count_backed(const TestCandidate& candidate) const {
        size_t count = 0;
        for (uint32_t i = 0; i < nodes_.size(); ++i) count += has_backed(i, candidate) ? 1 : 0;
        return count;
    }
    size_t votes(uint32_t node, const TestCandidate& candidate) const {
        const auto known = nodes_[node]->statements.statements_on(candidate.hash());
        return known ? known->backing_count() : 0;
    }
    const std::multiset<StatementVerdict>& costs() const { return costs_; }
    std::set<uint32_t> silent;  ///< nodes that answer no requests

  private:
    struct Node {
        explicit Node(const RelayParents& relay_parents)
            : backing(prospective), statements(prospective, relay_parents) {}
        ProspectiveParachains prospective;
        Backing backing;
        StatementDistribution statements;
    };
    using Message = std::variant<StatementMessage, View, AttestedCandidateRequest,
                                 std::variant<AttestedCandidateResponse, StatementDistribution::NoResponse>>;

    bool step() {
        std::vector<std::pair<uint32_t, uint32_t>> waiting;
        for (const auto& [link, queue] : links_) {
            if (!queue.empty()) waiting.push_back(link);
        }
        if (waiting.empty()) {
            // Time goes by: what has failed is asked for again.
            now_ += 500;
            bool has_sent = false;
            for (uint32_t i = 0; i < nodes_.size(); ++i) has_sent = ask(i) || has_sent;
            return has_sent || now_ < idle_until_;
        }
        idle_until_ = now_ + 3000;
        const auto link = waiting[random_() % waiting.size()];
        const Message message = std::move(links_[link].front());
        links_[link].pop_front();
        deliver(link.first, link.second, message);
        return true;
    }
    void deliver(uint32_t from, uint32_t to, const Message& message) {
        StatementDistribution::Effects out;
        StatementDistribution& at = nodes_[to]->statements;
        if (const auto* statement = std::get_if<StatementMessage>(&message)) {
            at.on_message(peer_numbered(from), scale::decode<StatementMessage>(scale::encode(*statement)).value(), out);
        } else if (const auto* view = std::get_if<View>(&message)) {
            at.on_view(peer_numbered(from), *view, out);
        } else if (const auto* request = std::get_if<AttestedCandidateRequest>(&message)) {
            auto answer = silent.contains(to) ? std::nullopt : at.answer(peer_numbered(from), *request, out);
            if (answer) {
                links_[{to, from}].push_back(
                    std::variant<AttestedCandidateResponse, StatementDistribution::NoResponse>(*std::move(answer)));
            } else {
                links_[{to, from}].push_back(std::variant<AttestedCandidateResponse, StatementDistribution::NoResponse>(
                    StatementDistribution::NoResponse::kFailure));
            }
        } else {
            at.on_response(peer_numbered(from), std::get<3>(message), now_, out);
        }
        carry_out(to, out);
    }
    bool ask(uint32_t node) {
        StatementDistribution::Effects out;
        nodes_[node]->statements.send_requests(now_, out);
        const bool has_sent = !out.empty();
        for (auto& effect : out) {
            auto& request = std::get<StatementEffect::Request>(effect.v);
            links_[{node, number_of(request.peer)}].push_back(std::move(request.request));
        }
        return has_sent;
    }
    uint32_t number_of(const PeerId& peer) const {
        for (uint32_t i = 0; i < nodes_.size(); ++i) {
            if (peer_numbered(i) == peer) return i;
        }
        return UINT32_MAX;
    }
    void carry_out(uint32_t node, const StatementDistribution::Effects& effects) {
        for (const auto& effect : effects) {
            if (const auto* send = std::get_if<StatementEffect::Send>(&effect.v)) {
                for (const PeerId& peer : send->peers) links_[{node, number_of(peer)}].push_back(send->message);
            } else if (const auto* judged = std::get_if<StatementEffect::Judged>(&effect.v)) {
                if (amount_of(reputation_of(judged->verdict)) < 0) costs_.insert(judged->verdict);
            } else if (const auto* statement = std::get_if<StatementEffect::ToBacking>(&effect.v)) {
                Backing::Effects out;
                nodes_[node]->backing.on_statement(statement->scheduling_parent, statement->statement, relay_parents_,
                                                   out);
                carry_out(node, out);
            }
        }
        ask(node);
    }
    void carry_out(uint32_t node, const Backing::Effects& effects) {
        Node& at = *nodes_[node];
        for (const auto& effect : effects) {
            Backing::Effects next;
            StatementDistribution::Effects out;
            if (const auto* validate = std::get_if<BackingEffect::Validate>(&effect.v)) {
                at.backing.on_validated(validate->scheduling_parent, validate->hash, Backing::Outcome::kValid,
                                        candidates_.at(validate->hash).receipt.commitments, relay_parents_, next);
            } else if (const auto* sign = std::get_if<BackingEffect::Sign>(&effect.v)) {
                const WireStatement statement{sign->statement};
                at.backing.on_signed(sign->scheduling_parent,
                                     world_.sign(node, statement.candidate_hash(), statement.is_seconded(),
                                                 sign->scheduling_parent.bytes[0]),
                                     relay_parents_, next);
            } else if (const auto* share = std::get_if<BackingEffect::Share>(&effect.v)) {
                EXPECT_TRUE(at.statements.share(share->scheduling_parent, share->statement, out));
            } else if (const auto* backed = std::get_if<BackingEffect::Backed>(&effect.v)) {
                at.statements.on_backed(backed->hash, out);
            }
            carry_out(node, next);
            carry_out(node, out);
        }
    }

    StatementWorld world_;
    std::mt19937_64 random_;
    SessionGrid grid_;
    AllRelayParents relay_parents_;
    std::vector<std::unique_ptr<Node>> nodes_;
    std::map<std::pair<uint32_t, uint32_t>, std::deque<Message>> links_;
    std::map<CandidateHash, TestCandidate> candidates_;
    std::multiset<StatementVerdict> costs_;
    Millis now_ = 0;
    Millis idle_until_ = 3000;
};

TEST(StatementNetwork, AllLearnOfWhatAGroupHasBacked) {
    auto random = test::seeded_random();
    for (const uint32_t validators : {1u, 3u, 6u, 12u, 18u}) {
        const StatementWorld world(validators, 3);
        Network network(world, random());
        network.activate_all(9);
        const auto one = world.candidate(0, "a", "b", 9), next = world.candidate(0, "b", "c", 9);
        network.second(0, one);
        network.run();
        EXPECT_EQ(network.count_backed(one), validators);
        network.second(validators > 1 ? 1 : 0, next);
        network.run();
        EXPECT_EQ(network.count_backed(next), validators) << "a chain of two";
        EXPECT_TRUE(network.costs().empty())
            << validators << " nodes, verdict " << static_cast<int>(*network.costs().begin());
        for (uint32_t i = 0; i < validators; ++i) {
            EXPECT_EQ(network.votes(i, one), std::min(validators, 3u)) << "and all votes come too";
        }
    }
}

TEST(StatementNetwork, SeveralGroupsAtOnce) {
    auto random = test::seeded_random();
    for (int run = 0; run < 3; ++run) {
        const StatementWorld world(15, 3);
        Network network(world, random());
        network.activate_all(9);
        std::vector<TestCandidate> candidates;
        for (uint32_t core = 0; core < 5; ++core) {
            candidates.push_back(world.candidate(core, "a", "b", core % 2 == 0 ? 9 : 8));
            network.second(core * 3 + core % 3, candidates.back());
        }
        network.run();
        for (const TestCandidate& one : candidates) EXPECT_EQ(network.count_backed(one), 15u);
        EXPECT_TRUE(network.costs().empty());
    }
}

TEST(StatementNetwork, NodesThatLearnOfTheBlockLaterGetWhatTheyMissed) {
    auto random = test::seeded_random();
    const StatementWorld world(12, 3);
    Network network(world, random());
    for (uint32_t i = 0; i < 12; ++i) {
        if (i % 4 != 1) network.activate(i, 9);
    }
    const auto one = world.candidate(0, "a", "b", 9);
    network.second(0, one);
    network.run();
    EXPECT_FALSE(network.has_backed(1, one));
    for (uint32_t i = 1; i < 12; i += 4) network.activate(i, 9);
    network.run();
    EXPECT_EQ(network.count_backed(one), 12u);
    EXPECT_TRUE(network.costs().empty());
}

// The reference loses what was backed before the topology came.
TEST(StatementNetwork, ALateTopologyIsMadeUpFor) {
    auto random = test::seeded_random();
    const StatementWorld world(12, 3);
    Network network(world, random(), false);
    network.activate_all(9);
    const auto one = world.candidate(0, "a", "b", 9);
    network.second(0, one);
    network.run();
    EXPECT_EQ(network.count_backed(one), 3u) << "the group itself";
    for (uint32_t i = 0; i < 12; ++i) network.set_topology(i);
    network.run();
    EXPECT_EQ(network.count_backed(one), 12u);
    EXPECT_TRUE(network.costs().empty());
}

TEST(StatementNetwork, WhoAnswersNoRequestsIsReplacedByOthers) {
    auto random = test::seeded_random();
    const StatementWorld world(12, 3);
    Network network(world, random());
    network.silent = {1};
    network.activate_all(9);
    const auto one = world.candidate(0, "a", "b", 9);
    network.second(0, one);
    network.run();
    EXPECT_EQ(network.count_backed(one), 12u);
    EXPECT_TRUE(network.costs().empty());
}

}  // namespace
}  // namespace serinus::parachain
