#include "collator/relay_follower.hpp"

#include <algorithm>

namespace serinus::collator {

using primitives::BlockNumber;
using primitives::Header;

void RelayFollower::set_best(const Hash256& hash, Effects& out) {
    awaited_best_.reset();
    if (best_ == hash) return;
    best_ = hash;
    out.emplace_back(SetBest{hash});
}

void RelayFollower::finalize(const Hash256& hash, BlockNumber number, Effects& out) {
    if (number <= finalized_) return;
    finalized_ = number;
    out.emplace_back(Finalize{hash});
}

void RelayFollower::on_best_head(const Header& head, Known known, Effects& out) {
    const Hash256 hash = primitives::header_hash(head);
    if (known == Known::kYes) return set_best(hash, out);
    if (known == Known::kPruned || awaited_best_ == hash) return;
    awaited_best_ = hash;
    out.emplace_back(Fetch{hash, head.number});
}

void RelayFollower::on_final_head(const Header& head, Known known, Effects& out) {
    const Hash256 hash = primitives::header_hash(head);
    if (head.number <= finalized_) return;
    if (known != Known::kNo) return finalize(hash, head.number, out);
    if (std::ranges::find(awaited_final_, hash) != awaited_final_.end()) return;
    if (awaited_final_.size() == kMostAwaitedFinal) awaited_final_.pop_front();
    awaited_final_.push_back(hash);
}

void RelayFollower::on_imported(const Header& header, Effects& out) {
    const Hash256 hash = primitives::header_hash(header);
    if (awaited_best_ == hash) set_best(hash, out);
    const auto found = std::ranges::find(awaited_final_, hash);
    if (found == awaited_final_.end()) return;
    // Those before it are its ancestors.
    awaited_final_.erase(awaited_final_.begin(), found + 1);
    finalize(hash, header.number, out);
}

}  // namespace serinus::collator
