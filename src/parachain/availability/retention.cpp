#include "parachain/availability/retention.hpp"

#include <algorithm>
#include <utility>

namespace serinus::parachain {

std::optional<Seconds> Retention::prune_time(const CandidateMeta& meta) const noexcept {
    if (const auto* unavailable = std::get_if<CandidateMeta::Unavailable>(&meta.state)) {
        return unavailable->since + options_.keep_unavailable;
    }
    if (const auto* finalized = std::get_if<CandidateMeta::Finalized>(&meta.state)) {
        return finalized->since + options_.keep_finalized;
    }
    return std::nullopt;
}

void Retention::forget(const CandidateHash& candidate) {
    const auto found = metas_.find(candidate);
    if (found == metas_.end()) return;
    if (const auto time = prune_time(found->second)) by_time_.erase({*time, candidate});
    if (const auto* unfinalized = std::get_if<CandidateMeta::Unfinalized>(&found->second.state)) {
        for (const auto& [number, block] : unfinalized->blocks) {
            const auto at = by_number_.find(number);
            if (at == by_number_.end()) continue;
            at->second.erase(candidate);
            if (at->second.empty()) by_number_.erase(at);
        }
    }
    metas_.erase(found);
}

void Retention::change(const CandidateHash& candidate, CandidateMeta meta, Effects* out) {
    forget(candidate);
    if (const auto time = prune_time(meta)) by_time_.emplace(*time, candidate);
    if (const auto* unfinalized = std::get_if<CandidateMeta::Unfinalized>(&meta.state)) {
        for (const auto& [number, block] : unfinalized->blocks) by_number_[number].insert(candidate);
    }
    if (meta.is_final()) final_.push_back(candidate);
    if (out != nullptr) out->push_back({RetentionEffect::WriteMeta{candidate, meta}});
    metas_.emplace(candidate, std::move(meta));
}

void Retention::restore(const CandidateHash& candidate, CandidateMeta meta) {
    if (find(candidate) == nullptr) change(candidate, std::move(meta), nullptr);
}

void Retention::release_final() {
    for (const CandidateHash& candidate : std::exchange(final_, {})) {
        const CandidateMeta* known = find(candidate);
        if (known != nullptr && known->is_final()) forget(candidate);
    }
}

const CandidateMeta* Retention::find(const CandidateHash& candidate) const {
    const auto found = metas_.find(candidate);
    return found == metas_.end() ? nullptr : &found->second;
}

void Retention::on_backed(const CandidateHash& candidate, size_t validators, Seconds now, Effects& out) {
    if (find(candidate) != nullptr) return;
    change(candidate, {CandidateMeta::Unavailable{now}, false, Bits(validators)}, &out);
}

void Retention::on_included(const CandidateHash& candidate, BlockNumber number, const Hash256& block, Effects& out) {
    const CandidateMeta* known = find(candidate);
    if (known == nullptr) return;
    CandidateMeta meta = *known;
    if (const auto* unavailable = std::get_if<CandidateMeta::Unavailable>(&meta.state)) {
        meta.state = CandidateMeta::Unfinalized{unavailable->since, {{number, block}}};
    } else if (auto* unfinalized = std::get_if<CandidateMeta::Unfinalized>(&meta.state)) {
        const std::pair entry(number, block);
        const auto at = std::lower_bound(unfinalized->blocks.begin(), unfinalized->blocks.end(), entry);
        if (at != unfinalized->blocks.end() && *at == entry) return;
        unfinalized->blocks.insert(at, entry);
    } else {
        return;
    }
    change(candidate, std::move(meta), &out);
}

void Retention::finalize(BlockNumber number, const Hash256& hash, Seconds now, Effects& out) {
    const std::set<CandidateHash> candidates = by_number_.at(number);
    for (const CandidateHash& candidate : candidates) {
        CandidateMeta meta = metas_.at(candidate);
        auto& unfinalized = std::get<CandidateMeta::Unfinalized>(meta.state);
        auto& blocks = unfinalized.blocks;
        if (std::find(blocks.begin(), blocks.end(), std::pair(number, hash)) != blocks.end()) {
            meta.state = CandidateMeta::Finalized{now};
        } else {
            std::erase_if(blocks, [&](const auto& block) { return block.first == number; });
            if (blocks.empty()) meta.state = CandidateMeta::Unavailable{unfinalized.since};
        }
        change(candidate, std::move(meta), &out);
    }
}

bool Retention::note_chunk(const CandidateHash& candidate, ValidatorIndex validator, Effects& out) {
    const CandidateMeta* known = find(candidate);
    if (known == nullptr || validator._0 >= known->chunks.size()) return false;
    if (known->has_chunk(validator)) return true;
    CandidateMeta meta = *known;
    meta.chunks.set(validator._0, true);
    change(candidate, std::move(meta), &out);
    return true;
}

void Retention::note_data(const CandidateHash& candidate, size_t validators, Seconds now, Effects& out) {
    const CandidateMeta* known = find(candidate);
    CandidateMeta meta = known ? *known : CandidateMeta{CandidateMeta::Unavailable{now}, false, {}};
    if (meta.has_data) return;
    meta.has_data = true;
    meta.chunks = Bits(validators);
    for (size_t i = 0; i < validators; ++i) meta.chunks.set(i, true);
    change(candidate, std::move(meta), &out);
}

bool Retention::prune(Seconds now, Effects& out) {
    const auto is_due = [&] { return !by_time_.empty() && by_time_.begin()->first <= now; };
    for (size_t count = 0; is_due(); ++count) {
        if (count == kMaxPruned) return true;
        const CandidateHash candidate = by_time_.begin()->second;
        const CandidateMeta& meta = metas_.at(candidate);
        const auto* finalized = std::get_if<CandidateMeta::Finalized>(&meta.state);
        RetentionEffect::Remove remove{
            candidate, finalized ? std::optional(finalized->since) : std::nullopt, meta.has_data, {}};
        for (const size_t i : ones_of(meta.chunks)) remove.chunks.push_back({static_cast<uint32_t>(i)});
        out.push_back({std::move(remove)});
        forget(candidate);
    }
    return false;
}

}  // namespace serinus::parachain
