// Authors, forks and lost blocks in virtual time, from a seed: the network loses and delays messages for a while; then
// all nodes agree on the chain with the most primary blocks.
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "consensus/babe/announced_epochs.hpp"
#include "consensus/babe/author.hpp"
#include "consensus/babe/equivocation.hpp"
#include "consensus/babe/verifier.hpp"
#include "hashing/hashing.hpp"
#include "platform/virtual_scheduler.hpp"
#include "tests/support/random.hpp"

namespace serinus::consensus::babe {
namespace {

using chain::ChainError;
using primitives::Header;

constexpr uint64_t kSimulatedEpoch = 12;
constexpr Slot kFirstSimulatedSlot = 1000;
constexpr uint64_t kSlotMs = 6000;

struct Network {
    explicit Network(uint32_t count, AllowedSlots allowed) {
        for (uint32_t i = 0; i < count; ++i) {
            crypto::sr25519::MiniSecret secret;
            secret.reveal_mutable()[0] = uint8_t(i + 1);
            keys.push_back({i, crypto::sr25519::expand(secret)});
            genesis.authorities.push_back({keys.back().key.public_key, 1});
        }
        genesis.slot_duration_ms = kSlotMs;
        genesis.epoch_length = kSimulatedEpoch;
        genesis.allowed_slots = allowed;
    }
    std::vector<OwnAuthority> keys;
    Configuration genesis;
};

struct Known {
    Header header;
    Bytes record;
    uint64_t weight = 0;
};

/// A node: its verifier, what it keeps on the disk (blocks, the last slot that it authored), and its key.
class Node final : public chain::Ancestry {
  public:
    Node(const Network& network, uint32_t index) : network_(&network), index_(index) {
        blocks_[genesis_hash()] = {};
        best_ = genesis_hash();
        restart();
    }

    static Hash256 genesis_hash() { return primitives::header_hash(Header{}); }

    /// What is in memory is gone.
    void restart() {
        verifier_ = std::make_unique<Verifier>(network_->genesis);
        epochs_ = std::make_unique<AnnouncedEpochs>(network_->genesis);
    }

    Result<std::optional<Header>, ChainError> find_header(const Hash256& hash) override {
        const auto found = blocks_.find(hash);
        return found == blocks_.end() ? std::nullopt : std::optional(found->second.header);
    }
    Result<Bytes, ChainError> call_at_parent(std::string_view, BytesView) override { return Bytes(); }

    bool knows(const Hash256& hash) const { return blocks_.contains(hash); }
    const Known& block(const Hash256& hash) const { return blocks_.at(hash); }
    const Hash256& best() const { return best_; }
    const std::vector<EquivocationProof>& proofs() const { return proofs_; }

    /// The refusal; empty if it is good. Its parent is known.
    std::string add(const Header& header, Slot slot_now) {
        const Hash256 hash = primitives::header_hash(header);
        if (knows(hash)) return {};
        const Known& parent = blocks_.at(header.parent_hash);
        const auto verdict = verifier_->check({parent.header, header.parent_hash, parent.record, header, hash}, *this);
        SERINUS_ASSERT(verdict.has_value());
        if (!verdict->good()) return text_of(verdict->refusal);
        const PreDigest claim = *find_digests(header)->claim;
        const auto& author = network_->genesis.authorities[authority_index_of(claim)].key;
        if (auto proof = detector_.add(slot_now, slot_of(claim), author, header)) proofs_.push_back(*std::move(proof));
        blocks_[hash] = {header, verdict->record, verdict->weight};
        const Known& best = blocks_.at(best_);
        const auto rank = [](const Known& one) { return std::pair(one.weight, one.header.number.value); };
        if (rank(blocks_[hash]) > rank(best)) best_ = hash;
        return {};
    }

    /// The block of a slot on its best one, if it wins the slot. The runtime is played by a rule: the first block of an
    /// epoch announces the next one, with randomness from its own place on the branch.
    std::optional<Header> author(Slot slot) {
        if (slot <= last_authored_) return std::nullopt;
        const Known& parent = blocks_.at(best_);
        const auto record = scale::decode<EpochRecord>(parent.record);
        const auto parent_record = record ? std::optional(*record) : std::nullopt;
        if (const auto digests = find_digests(parent.header); digests->claim && slot_of(*digests->claim) >= slot) {
            return std::nullopt;
        }
        const auto of = epoch_of(parent_record, slot, network_->genesis);
        const auto epoch = epochs_->epoch(of.frame, AnnouncedEpochs::lookup_in(*this));
        SERINUS_ASSERT(epoch.has_value());
        const auto won = claim_slot(*epoch, slot, std::span(&network_->keys[index_], 1), {});
        if (!won) return std::nullopt;
        Header header;
        header.parent_hash = best_;
        header.number = parent.header.number.value + 1;
        header.digest.push_back(pre_runtime(won->claim));
        if (of.is_first) {
            const NextEpoch next{network_->genesis.authorities, hashing::blake2b_256(concat(best_.bytes)).bytes};
            header.digest.emplace_back(
                primitives::digest::Consensus{primitives::kBabeEngine, scale::encode(ConsensusLog(next))});
        }
        header.digest.emplace_back(make_seal(primitives::header_hash(header), won->author->key, {}));
        last_authored_ = slot;
        return header;
    }

    /// Another block of this node for the same slot, as good as the first.
    Header twin(Header header) const {
        primitives::take_seal(header);
        header.extrinsics_root[0] ^= 1;
        header.digest.emplace_back(make_seal(primitives::header_hash(header), network_->keys[index_].key, {}));
        return header;
    }

  private:
    const Network* network_;
    uint32_t index_;
    std::map<Hash256, Known> blocks_;
    Hash256 best_;
    Slot last_authored_ = 0;
    EquivocationDetector detector_;
    std::vector<EquivocationProof> proofs_;
    std::unique_ptr<Verifier> verifier_;
    std::unique_ptr<AnnouncedEpochs> epochs_;
};

class Simulation {
  public:
    /// `two_faced`: the first node signs two blocks for each slot that it wins, and shows each to half of the others.
    Simulation(const Network& network, uint64_t seed, bool two_faced)
        : time_(seed, kFirstSimulatedSlot * kSlotMs), two_faced_(two_faced) {
        for (uint32_t i = 0; i < network.keys.size(); ++i) nodes_.push_back(std::make_unique<Node>(network, i));
    }

    /// Slots pass. While there are faults messages are lost or late, two halves may not reach each other, nodes
    /// restart, and all may sleep for some slots.
    void pass_slots(int count, bool with_faults) {
        for (int i = 0; i < count; ++i) {
            if (with_faults && below(40) == 0) pass(below(3 * kSimulatedEpoch));  // epochs without a block
            if (with_faults && below(15) == 0) split_ = uint32_t(below(nodes_.size() + 1));
            if (!with_faults) split_ = 0;
            pass(1);
            for (uint32_t node = 0; node < nodes_.size(); ++node) author(node, with_faults);
        }
        // The last blocks arrive.
        if (!with_faults) pass(1);
    }

    /// All nodes send their best block to all.
    void heal() {
        for (uint32_t from = 0; from < nodes_.size(); ++from) {
            for (uint32_t to = 0; to < nodes_.size(); ++to) receive(to, from, best_header(from));
        }
    }

    /// The best block that any node knows.
    std::pair<uint64_t, uint32_t> best_rank() const {
        std::pair<uint64_t, uint32_t> best;
        for (const auto& node : nodes_) {
            const Known& known = node->block(node->best());
            best = std::max(best, {known.weight, known.header.number.value});
        }
        return best;
    }
    std::vector<std::unique_ptr<Node>>& nodes() { return nodes_; }
    size_t authored() const { return authored_; }

  private:
    Header best_header(uint32_t node) const { return nodes_[node]->block(nodes_[node]->best()).header; }

    uint64_t below(uint64_t bound) { return time_.random()() % bound; }
    Slot slot() const { return time_.now_ms() / kSlotMs; }
    void pass(uint64_t slots) { time_.run_until_ms(time_.now_ms() + slots * kSlotMs); }

    void author(uint32_t index, bool with_faults) {
        Node& node = *nodes_[index];
        if (with_faults && below(10) == 0) node.restart();
        if (with_faults && below(5) == 0) return;  // it sleeps
        const auto header = node.author(slot());
        if (!header) return;
        const Header other = two_faced_ && index == 0 ? node.twin(*header) : *header;
        EXPECT_EQ(node.add(*header, slot()), "") << "its own block";
        EXPECT_EQ(node.add(other, slot()), "") << "its own block";
        ++authored_;
        for (uint32_t to = 0; to < nodes_.size(); ++to) {
            if (to != index) send(index, to, to % 2 == 0 ? *header : other, with_faults);
        }
    }

    void send(uint32_t from, uint32_t to, const Header& header, bool with_faults) {
        if (with_faults && ((from < split_) != (to < split_) || below(4) == 0)) return;
        const uint64_t delay_ms = below(with_faults ? 5 * kSlotMs : kSlotMs / 2);
        time_.post_after_us(delay_ms * 1000, [this, from, to, header] { receive(to, from, header); });
    }

    /// With the ancestors that it lacks, which the sender has.
    void receive(uint32_t to, uint32_t from, const Header& header) {
        std::vector<Header> missing = {header};
        while (!nodes_[to]->knows(missing.back().parent_hash)) {
            missing.push_back(nodes_[from]->block(missing.back().parent_hash).header);
        }
        if (header == Header{}) return;  // the genesis
        for (auto at = missing.rbegin(); at != missing.rend(); ++at) {
            const std::string refusal = nodes_[to]->add(*at, slot());
            EXPECT_EQ(refusal, "") << "an honest block";
        }
    }

    platform::VirtualTime time_;
    bool two_faced_;
    std::vector<std::unique_ptr<Node>> nodes_;
    uint32_t split_ = 0;
    size_t authored_ = 0;
};

/// All know one chain up to what may still be undecided: blocks of the last few slots that are of the same rank.
void expect_agreement(Simulation& simulation) {
    const auto& nodes = simulation.nodes();
    const auto ancestor = [](const Node& node, uint32_t number) {
        Hash256 hash = node.best();
        while (node.block(hash).header.number.value > number) hash = node.block(hash).header.parent_hash;
        return hash;
    };
    const uint32_t best = simulation.best_rank().second;
    ASSERT_GT(best, 10u);
    const Hash256 agreed = ancestor(*nodes[0], best - 10);
    const auto record_of_agreed = nodes[0]->block(agreed).record;
    for (const auto& node : nodes) {
        ASSERT_EQ(ancestor(*node, best - 10), agreed);
        EXPECT_EQ(node->block(agreed).record, record_of_agreed);  // the same epoch, of the same announcement
    }
}

class BabeSimulation : public testing::TestWithParam<AllowedSlots> {};

INSTANTIATE_TEST_SUITE_P(All, BabeSimulation,
                         testing::Values(AllowedSlots::kPrimary, AllowedSlots::kSecondaryPlain,
                                         AllowedSlots::kSecondaryVrf));

// Spec: algo-block-production, defn-epoch-slot, defn-producer-equivocation
TEST_P(BabeSimulation, AfterTheFaultsAllAgreeOnTheHeaviestChain) {
    const Network network(4, GetParam());
    auto seeds = test::seeded_random();
    for (int run = 0; run < 2; ++run) {
        const uint64_t seed = seeds();
        SCOPED_TRACE("seed " + std::to_string(seed));
        const bool two_faced = run == 1;
        Simulation simulation(network, seed, two_faced);
        simulation.pass_slots(80, true);
        const auto heaviest = simulation.best_rank();
        simulation.heal();
        EXPECT_EQ(simulation.best_rank(), heaviest);
        for (const auto& node : simulation.nodes()) {
            const Known& best = node->block(node->best());
            EXPECT_EQ(std::pair(best.weight, best.header.number.value), heaviest);
        }
        // Chains of one weight and length may be left; without faults the next primary blocks decide between them.
        simulation.pass_slots(100, false);
        simulation.heal();
        expect_agreement(simulation);
        size_t proofs = 0;
        for (const auto& node : simulation.nodes()) {
            proofs += node->proofs().size();
            for (const EquivocationProof& proof : node->proofs()) {
                EXPECT_EQ(proof.offender, network.keys[0].key.public_key) << "an honest author is accused";
                EXPECT_EQ(slot_of(*find_digests(proof.first)->claim), proof.slot);
                EXPECT_EQ(slot_of(*find_digests(proof.second)->claim), proof.slot);
                EXPECT_NE(proof.first, proof.second);
            }
        }
        EXPECT_EQ(proofs > 0, two_faced);
        EXPECT_GT(simulation.authored(), 20u);
    }
}

}  // namespace
}  // namespace serinus::consensus::babe
