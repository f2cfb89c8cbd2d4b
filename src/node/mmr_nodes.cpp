#include "node/mmr_nodes.hpp"

#include "platform/log.hpp"
#include "primitives/mmr.hpp"
#include "runtime_api/block_calls.hpp"
#include "runtime_api/mmr.hpp"

namespace serinus::node {
namespace {

constexpr const char* kMmrLog = "mmr";

namespace mmr = primitives::mmr;

}  // namespace

Result<bool, std::string> make_canonical(executor::LocalStorage& storage, uint64_t leaf_index, const Hash256& parent) {
    const uint64_t first = mmr::leaf_position(leaf_index);
    bool has_moved = false;
    // The leaf last: where it is, all are.
    for (uint64_t i = mmr::nodes_added_by(leaf_index); i-- > 0;) {
        const Bytes fork_key = mmr::fork_key(first + i, parent);
        auto node = storage.get(fork_key);
        if (!node) return Err(node.error().reason);
        if (!*node) continue;
        if (auto put = storage.set(mmr::canonical_key(first + i), **node); !put) return Err(put.error().reason);
        if (auto gone = storage.remove(fork_key); !gone) return Err(gone.error().reason);
        has_moved = true;
    }
    return has_moved;
}

Result<void, std::string> remove_fork(executor::LocalStorage& storage, uint64_t leaf_index, const Hash256& parent) {
    const uint64_t first = mmr::leaf_position(leaf_index);
    for (uint64_t i = 0; i < mmr::nodes_added_by(leaf_index); ++i) {
        if (auto gone = storage.remove(mmr::fork_key(first + i, parent)); !gone) return Err(gone.error().reason);
    }
    return {};
}

MmrNodes::MmrNodes(chain::Client& client, platform::Scheduler& scheduler)
    : client_(client),
      storage_(client.offchain_storage()),
      lane_(scheduler.make_lane({.name = "mmr", .runs_on = platform::WorkClass::kRuntime})) {
    // First, so that moved nodes are always all up to a block.
    (void)lane_->post([this, last = client_.finalized()] { catch_up(last); });
    client_.add_listener(this);
}

MmrNodes::~MmrNodes() {
    client_.remove_listener(this);
    lane_->close();
}

void MmrNodes::on_imported(const chain::ImportedBlock& block) {
    const std::lock_guard lock(mutex_);
    unfinalized_[block.id.hash] = {block.id.number, block.header->parent_hash};
}

void MmrNodes::on_finalized(const chain::FinalizedBlocks& finalized) {
    std::vector<Place> dead;
    {
        const std::lock_guard lock(mutex_);
        for (const Hash256& hash : finalized.pruned) {
            if (const auto node = unfinalized_.extract(hash)) dead.push_back(node.mapped());
        }
        for (const chain::BlockId& block : finalized.blocks) unfinalized_.erase(block.hash);
    }
    // A task that finds no room is made good at the next start.
    (void)lane_->post([this, blocks = finalized.blocks, dead = std::move(dead)] { move(blocks, dead); });
}

std::optional<uint64_t> MmrNodes::leaf_count(const Hash256& block) {
    const auto count = client_.calls().ask(block, runtime_api::mmr::kLeafCount);
    // A range without a leaf yet has nothing to move.
    if (!count || !*count || **count == 0u) return std::nullopt;
    return **count;
}

void MmrNodes::move(const std::vector<chain::BlockId>& blocks, const std::vector<Place>& dead) {
    if (blocks.empty()) return;
    const chain::BlockId& last = blocks.back();
    const auto count = leaf_count(last.hash);
    if (!count) return;
    // Each block brings one leaf: that of the last one is the last.
    const auto leaf_of = [&](primitives::BlockNumber number) -> std::optional<uint64_t> {
        const int64_t leaf = static_cast<int64_t>(*count) - 1 - (int64_t{last.number} - int64_t{number});
        return leaf < 0 ? std::nullopt : std::optional(static_cast<uint64_t>(leaf));
    };
    for (const chain::BlockId& block : blocks) {
        const auto leaf = leaf_of(block.number);
        const auto header = client_.find_header(block.hash);
        if (!leaf || !header || *header == nullptr) continue;
        if (auto moved = make_canonical(storage_, *leaf, (*header)->parent_hash); !moved) return warn(moved.error());
    }
    for (const Place& place : dead) {
        const auto leaf = leaf_of(place.number);
        if (!leaf) continue;
        if (auto gone = remove_fork(storage_, *leaf, place.parent); !gone) return warn(gone.error());
    }
}

/// Moves happen in the order of the blocks, and reach the disk in it: below the first block whose leaf stands under its
/// final key all is done.
void MmrNodes::catch_up(const chain::BlockId& last) {
    auto count = leaf_count(last.hash);
    if (!count) return;
    std::vector<std::pair<uint64_t, Hash256>> missing;
    Hash256 hash = last.hash;
    for (uint64_t leaf = *count; leaf-- > 0;) {
        const auto header = client_.find_header(hash);
        if (!header || *header == nullptr) break;
        const Hash256& parent = (*header)->parent_hash;
        const auto is_there = [&](const Bytes& key) {
            const auto node = storage_.get(key);
            return node && *node;
        };
        if (is_there(mmr::canonical_key(mmr::leaf_position(leaf)))) break;
        // Blocks that were imported without their index, as after a warp.
        if (!is_there(mmr::fork_key(mmr::leaf_position(leaf), parent))) break;
        missing.emplace_back(leaf, parent);
        hash = parent;
    }
    for (auto at = missing.rbegin(); at != missing.rend(); ++at) {
        if (auto moved = make_canonical(storage_, at->first, at->second); !moved) return warn(moved.error());
    }
    if (!missing.empty()) {
        log::info(kMmrLog, "Moved the nodes of " + std::to_string(missing.size()) + " blocks that were final before");
    }
}

void MmrNodes::warn(const std::string& reason) {
    log::warn(kMmrLog,
              "Nodes of the Merkle mountain range cannot be moved, and proofs of old blocks may fail: " + reason);
}

}  // namespace serinus::node
