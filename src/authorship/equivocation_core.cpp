#include "authorship/equivocation_core.hpp"

#include <algorithm>

#include "base/assert.hpp"

namespace serinus::authorship {

void EquivocationCore::handle(Input input, uint64_t unix_now_ms, Effects& effects) {
    if (const auto* block = std::get_if<BlockSeen>(&input)) {
        on_block(*block, unix_now_ms, effects);
    } else if (auto* answered = std::get_if<OwnershipAnswered>(&input)) {
        on_ownership(std::move(answered->proof), effects);
    } else {
        SERINUS_ASSERT(step_ == Step::kSubmit);
        waiting_.pop_front();
        step_ = Step::kIdle;
    }
    if (step_ == Step::kIdle) begin_next(effects);
}

void EquivocationCore::on_block(const BlockSeen& block, uint64_t unix_now_ms, Effects& effects) {
    // Blocks that are sealed on demand may be from slots to come.
    const auto slot_now = std::max<consensus::babe::Slot>(unix_now_ms / limits_.slot_duration_ms, block.slot);
    auto proof = detector_.add(slot_now, block.slot, block.author, block.header);
    if (!proof) return;
    ++found_;
    effects.emplace_back(Found{*proof});
    const size_t reporting = step_ == Step::kIdle ? 0 : 1;
    if (waiting_.size() >= limits_.waiting + reporting) {
        effects.emplace_back(Drop{*std::move(proof)});
        return;
    }
    waiting_.push_back(*std::move(proof));
}

void EquivocationCore::on_ownership(std::optional<Bytes> ownership, Effects& effects) {
    SERINUS_ASSERT(step_ == Step::kAskBlock || step_ == Step::kAskBest);
    const Proof& proof = waiting_.front();
    if (ownership) {
        step_ = Step::kSubmit;
        effects.emplace_back(SubmitReport{proof, *std::move(ownership)});
    } else if (step_ == Step::kAskBlock) {
        // The block may have no state any more.
        step_ = Step::kAskBest;
        effects.emplace_back(AskOwnership{proof, std::nullopt});
    } else {
        effects.emplace_back(GiveUp{proof});
        waiting_.pop_front();
        step_ = Step::kIdle;
    }
}

void EquivocationCore::begin_next(Effects& effects) {
    if (waiting_.empty()) return;
    step_ = Step::kAskBlock;
    effects.emplace_back(AskOwnership{waiting_.front(), primitives::header_hash(waiting_.front().second)});
}

}  // namespace serinus::authorship
