// What a validator keeps of blocks that are not final, where finality lags for an hour: each includes a candidate on
// each of Kusama's 200 cores, which 1,000 validators check. Nothing is verified here, so what is said need not be true.
#include <gtest/gtest.h>
#include <malloc.h>

#include <atomic>
#include <cstdlib>
#include <new>

#include "parachain/approval/gossip.hpp"
#include "parachain/availability/retention.hpp"
#include "parachain/disputes/chain_scraper.hpp"

// All that this program allocates is counted, with what the allocator adds.
namespace {
std::atomic<size_t> kept_bytes = 0;
size_t size_of(void* place) { return place == nullptr ? 0 : malloc_usable_size(place) + sizeof(size_t); }
}  // namespace
void* operator new(size_t size) {
    void* const place = std::malloc(size);
    if (place == nullptr) std::abort();
    kept_bytes += size_of(place);
    return place;
}
void operator delete(void* place) noexcept {
    kept_bytes -= size_of(place);
    std::free(place);
}
void operator delete(void* place, size_t) noexcept { operator delete(place); }

namespace serinus::parachain {
namespace {

constexpr uint32_t kValidators = 1000, kCores = 200;
/// What 30 approvals a candidate come to (bench/para_approvals.cpp).
constexpr uint32_t kCompact = 1000, kDelayed = 800, kApprovals = 1600;
constexpr uint32_t kChecksInOne = 6;
/// GRANDPA's votes are no further behind than this.
constexpr size_t kMostBlocks = 500;
constexpr size_t kMiB = size_t{1} << 20;

Hash256 hash_of(uint32_t number, uint32_t tag) {
    Hash256 out;
    store_le(out.data(), number);
    store_le(out.data() + 4, tag);
    return out;
}

PeerId peer_of(uint32_t number) {
    crypto::ed25519::PublicKey key{};
    store_le(key.data(), number + 1);
    return PeerId::of(key);
}

/// Candidates of a validator's message: so many of all, spread over them.
Bits spread(uint32_t validator, uint32_t round, uint32_t count) {
    std::vector<size_t> out;
    for (uint32_t i = 0; i < count; ++i) out.push_back((7 * validator + 31 * round + 41 * i) % kCores);
    return bits_of(out);
}

ApprovalBlock block_of(uint32_t number, const std::shared_ptr<const ApprovalSession>& facts) {
    ApprovalBlock out;
    out.hash = hash_of(number, 0);
    out.parent_hash = hash_of(number - 1, 0);
    out.number = number;
    out.slot = number;
    out.session = 5;
    out.facts = facts;
    for (uint32_t core = 0; core < kCores; ++core) {
        out.candidates.push_back({{hash_of(number, core + 1)}, {core}, {core}});
    }
    return out;
}

/// A node on its place in the grid, with all validators as its peers.
class Node {
  public:
    Node() {
        PeerTopology topology{*SessionGrid(kValidators, {}).neighbors_of({0}), {}, {}, {}};
        for (const ValidatorIndex one : topology.validators.row) topology.row.insert(peer_of(one._0));
        for (const ValidatorIndex one : topology.validators.column) topology.column.insert(peer_of(one._0));
        for (uint32_t i = 1; i < kValidators; ++i) topology.all.insert(peer_of(i));
        gossip_.set_topology(5, std::move(topology), effects_);
        for (uint32_t i = 1; i < kValidators; ++i) gossip_.connect(peer_of(i));
        ApprovalSession session;
        session.validators.resize(kValidators);
        session.config.keys.resize(kValidators);
        session.config.cores = kCores;
        session.needed_approvals = 30;
        facts_ = std::make_shared<const ApprovalSession>(session);
    }
    /// With all that is said of it.
    void add_block(uint32_t number) {
        const ApprovalBlock block = block_of(number, facts_);
        restore(block);
        ApprovalVoting::Effects voted;
        gossip_.on_block(block, 0, draw_, effects_, voted);
        for (uint32_t i = 1; i < kValidators; ++i) {
            gossip_.on_view(peer_of(i), {.heads = {block.hash}, .finalized_number = 0}, draw_, effects_);
        }
        for (uint32_t i = 0; i < kCompact; ++i) assign(block, i, spread(i, 0, kChecksInOne), true);
        for (uint32_t i = 0; i < kDelayed; ++i) assign(block, i, spread(i, 1, 1), false);
        for (uint32_t i = 0; i < kApprovals; ++i) {
            const Bits bits = i < kCompact ? spread(i, 0, kChecksInOne) : spread(i - kCompact, 1, 1);
            IndirectApproval one{block.hash, bits, {i % kCompact}, {}};
            gossip_.distribute(ApprovalEffect::DistributeApproval{one}, effects_);
        }
        effects_ = {};
        scraper_.note(scraped(block));
    }
    /// Of a chain without candidates.
    void add_empty_block(uint32_t number) {
        ApprovalBlock block = block_of(number, facts_);
        block.candidates.clear();
        ApprovalVoting::Effects voted;
        gossip_.on_block(block, 0, draw_, effects_, voted);
        effects_ = {};
    }
    void drop_details() {
        for (ApprovalVoting& voting : votings_) {
            voting.drop_details(kMostBlocks);
            (void)voting.take_records();
        }
    }
    void finalize(uint32_t number) {
        gossip_.on_finalized(number, effects_);
        votings_.clear();
        scraper_.on_finalized(number + ChainScraper::kLifetimeAfterFinality);
    }

  private:
    /// Its candidates with all assignments and approvals, as a node reads them after a restart.
    void restore(const ApprovalBlock& block) {
        StoredApprovals stored;
        StoredApprovalBlock& header = stored.blocks[block.hash];
        header.hash = block.hash;
        header.parent_hash = block.parent_hash;
        header.number = block.number;
        header.session = block.session;
        for (const LeavingCore& one : block.candidates) {
            header.candidates.emplace_back(one.candidate, one.core, one.group);
            auto& entry = stored.entries[{block.hash, one.candidate}];
            stored.approvals[one.candidate] = Bits(kValidators);
            for (uint32_t i = 0; i < 35; ++i) {
                const uint32_t validator = (one.core._0 + 29 * i) % kValidators;
                if (i == 0 || i >= 20) entry.tranches.emplace_back(i, std::vector<std::pair<ValidatorIndex, Tick>>{});
                std::get<1>(entry.tranches.back()).emplace_back(ValidatorIndex{validator}, Tick{1000});
                stored.approvals[one.candidate].set(validator, true);
            }
            entry.is_approved = true;
        }
        ApprovalVoting::Effects out;
        votings_.emplace_back(6000).restore(stored, [&](SessionIndex) { return facts_; }, 0, out);
    }
    void assign(const ApprovalBlock& block, uint32_t validator, const Bits& bits, bool is_compact) {
        ApprovalEffect::DistributeAssignment one{{block.hash, {validator}, {}}, bits};
        if (is_compact) {
            one.assignment.cert.kind.v = AssignmentCertKind::RelayVrfModuloCompact{bits};
        } else {
            one.assignment.cert.kind.v = AssignmentCertKind::RelayVrfDelay{{1}};
        }
        gossip_.distribute(one, draw_, effects_);
    }
    static ScrapedBlock scraped(const ApprovalBlock& block) {
        ScrapedBlock out;
        out.hash = block.hash;
        out.number = block.number;
        for (uint32_t core = 0; core < kCores; ++core) {
            polkadot_primitives::v5::CandidateReceipt receipt;
            receipt.commitments_hash = hash_of(block.number, core);
            out.backed.push_back(receipt);
            receipt.commitments_hash = hash_of(block.number - 1, core);
            out.included.push_back(receipt);
        }
        return out;
    }

    std::shared_ptr<const ApprovalSession> facts_;
    ApprovalVoting none_{6000};
    ApprovalGossip gossip_{none_};
    std::deque<ApprovalVoting> votings_;  ///< each of one block
    ChainScraper scraper_;
    ApprovalGossip::Effects effects_;
    size_t drawn_ = 0;
    Draw draw_ = [this](size_t part, size_t of) { return (drawn_ += 7919) % of < part; };
};

/// Bytes that are kept with the first of so many blocks, and of each further one.
std::pair<size_t, size_t> fill(Node& node, uint32_t blocks) {
    node.add_block(1);
    const size_t with_one = kept_bytes;
    for (uint32_t number = 2; number <= blocks; ++number) node.add_block(number);
    return {with_one, (kept_bytes - with_one) / (blocks - 1)};
}

TEST(ApprovalMemory, OfFiveHundredBlocksIsLessThanFiveHundredMiB) {
    // Fewer than make messages go out again: here all are own ones, which then go to all peers.
    constexpr uint32_t kBlocks = ApprovalGossip::kOwnToAll - 4;
    Node node;
    const auto [with_one, of_a_block] = fill(node, kBlocks);
    RecordProperty("kib_of_a_block", std::to_string(of_a_block / 1024));
    EXPECT_LE(of_a_block, kMiB);
    EXPECT_LE(with_one + kMostBlocks * of_a_block, 500 * kMiB);
    node.finalize(kBlocks);
    EXPECT_LE(size_t{kept_bytes}, with_one + of_a_block) << "finality frees it";
}

// Beyond these 500 blocks, where GRANDPA stands, little is kept of those that are approved.
TEST(ApprovalMemory, OfABlockFarBelowTheBestOneIsLittle) {
    constexpr uint32_t kBlocks = ApprovalGossip::kOwnToAll - 4;
    Node node;
    const size_t of_a_block = fill(node, kBlocks).second;
    const size_t before = kept_bytes;
    node.add_empty_block(kBlocks + ApprovalGossip::kMostBelowHighest + 1);
    node.drop_details();
    const size_t freed = before - std::min(before, size_t{kept_bytes});
    const size_t left = of_a_block - std::min(of_a_block, freed / kBlocks);
    EXPECT_LE(left, kMiB / 5);
    RecordProperty("kib_left_of_a_block", std::to_string(left / 1024));
}

// As the service has it: what is written is dropped, and candidates of final blocks are released.
TEST(RetentionMemory, IsOfCandidatesThatAreNotFinal) {
    constexpr uint32_t kBlocks = 100;
    Retention retention({});
    const size_t empty = kept_bytes;
    for (uint32_t number = 1; number <= kBlocks; ++number) {
        Retention::Effects dropped;
        for (uint32_t core = 0; core < kCores; ++core) {
            const CandidateHash candidate{hash_of(number, core + 1)};
            retention.on_backed(candidate, kValidators, 6 * number, dropped);
            retention.note_chunk(candidate, {7}, dropped);
            retention.on_included(candidate, number, hash_of(number, 0), dropped);
        }
    }
    const size_t of_a_block = (kept_bytes - empty) / kBlocks;
    EXPECT_LE(of_a_block, kMiB / 10);
    {
        Retention::Effects dropped;
        retention.on_finalized(
            kBlocks, [](BlockNumber number) { return std::optional(hash_of(number, 0)); }, 6 * kBlocks, dropped);
        retention.release_final();
    }
    EXPECT_LE(size_t{kept_bytes}, empty) << "25 hours are millions of candidates";
    RecordProperty("kib_of_a_block", std::to_string(of_a_block / 1024));
}

}  // namespace
}  // namespace serinus::parachain
