#include "chain/store/excluded_branches.hpp"

#include "chain/store/columns.hpp"
#include "codec/scale.hpp"

namespace serinus::chain {
namespace {

constexpr std::string_view kExcluded = "excluded";  ///< in columns::kPointers: Vec<Hash256>

}  // namespace

Result<ExcludedBranches::Change, ChainError> ExcludedBranches::prepare(BlockStore& blocks, std::set<Hash256> roots) {
    Change out{std::move(roots), {}};
    std::vector<Hash256> pending(out.roots.begin(), out.roots.end());
    while (!pending.empty()) {
        const Hash256 next = pending.back();
        pending.pop_back();
        if (!out.blocks.insert(next).second) continue;
        TRY_ASSIGN(const auto children, blocks.children(next));
        pending.insert(pending.end(), children.begin(), children.end());
    }
    return out;
}

Result<void, ChainError> ExcludedBranches::read(BlockStore& blocks) {
    TRY_ASSIGN(const auto bytes, blocks.find_pointer(kExcluded));
    std::set<Hash256> roots;
    if (bytes) {
        const auto hashes = scale::decode<std::vector<Hash256>>(*bytes);
        if (!hashes) return Err(ChainError{ChainError::Kind::kStore, "the block database is damaged: excluded blocks"});
        roots.insert(hashes->begin(), hashes->end());
    }
    TRY_ASSIGN(auto change, prepare(blocks, std::move(roots)));
    apply(std::move(change));
    return {};
}

bool ExcludedBranches::contains(const Hash256& block) const {
    const std::lock_guard lock(mutex_);
    return now_.blocks.contains(block);
}

bool ExcludedBranches::is_root(const Hash256& block) const {
    const std::lock_guard lock(mutex_);
    return now_.roots.contains(block);
}

bool ExcludedBranches::empty() const {
    const std::lock_guard lock(mutex_);
    return now_.roots.empty();
}

void ExcludedBranches::on_added(const Hash256& block, const Hash256& parent) {
    const std::lock_guard lock(mutex_);
    if (now_.blocks.contains(parent)) now_.blocks.insert(block);
}

std::set<Hash256> ExcludedBranches::roots() const {
    const std::lock_guard lock(mutex_);
    return now_.roots;
}

void ExcludedBranches::write(storage::WriteBatch& batch, const Change& change) {
    const std::vector<Hash256> hashes(change.roots.begin(), change.roots.end());
    batch.put(columns::kPointers, as_bytes(kExcluded), scale::encode(hashes));
}

void ExcludedBranches::apply(Change change) {
    const std::lock_guard lock(mutex_);
    now_ = std::move(change);
}

void ExcludedBranches::forget(const std::vector<Hash256>& blocks) {
    const std::lock_guard lock(mutex_);
    if (now_.roots.empty()) return;
    for (const Hash256& block : blocks) {
        now_.roots.erase(block);
        now_.blocks.erase(block);
    }
}

}  // namespace serinus::chain
