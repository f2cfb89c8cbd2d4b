#include "services/parachain/timelines/timelines.hpp"

#include <algorithm>

namespace serinus::services::paras {

using parachain::CandidateHash;

std::string_view to_string(CandidateStep step) noexcept {
    switch (step) {
        case CandidateStep::kOffered:
            return "offered";
        case CandidateStep::kFetched:
            return "fetched";
        case CandidateStep::kRefused:
            return "refused";
        case CandidateStep::kChecked:
            return "checked";
        case CandidateStep::kSeconded:
            return "seconded";
        case CandidateStep::kVotedFor:
            return "votedFor";
        case CandidateStep::kNotVotedFor:
            return "notVotedFor";
        case CandidateStep::kBacked:
            return "backed";
        case CandidateStep::kOnChain:
            return "backedOnChain";
        case CandidateStep::kChunkKept:
            return "chunkKept";
        case CandidateStep::kBitSet:
            return "bitSet";
        case CandidateStep::kIncluded:
            return "included";
        case CandidateStep::kTimedOut:
            return "timedOut";
        case CandidateStep::kAssigned:
            return "assigned";
        case CandidateStep::kRecovered:
            return "recovered";
        case CandidateStep::kNotRecovered:
            return "notRecovered";
        case CandidateStep::kExecuted:
            return "executed";
        case CandidateStep::kApproved:
            return "approved";
        case CandidateStep::kNotApproved:
            return "notApproved";
        case CandidateStep::kDisputed:
            return "disputed";
        case CandidateStep::kInDispute:
            return "inDispute";
        case CandidateStep::kDisputeVote:
            return "disputeVote";
        case CandidateStep::kNoDisputeVote:
            return "noDisputeVote";
        case CandidateStep::kDisputeEnded:
            return "disputeEnded";
        case CandidateStep::kFinal:
            return "final";
    }
    return "";
}

CandidateTimeline& Timelines::entry(const CandidateHash& candidate) {
    const auto [found, is_new] = timelines_.try_emplace(candidate);
    if (!is_new) return found->second;
    found->second.candidate = candidate;
    order_.push_back(candidate);
    if (order_.size() > kMaxCandidates) {
        timelines_.erase(order_.front());
        order_.pop_front();
    }
    return found->second;
}

void Timelines::add(CandidateTimeline& timeline, CandidateStep step, std::string detail) {
    if (timeline.entries.size() >= kMaxEntries) return;
    timeline.entries.push_back({scheduler_.unix_now_ms(), step, std::move(detail)});
}

void Timelines::note(const CandidateHash& candidate, CandidateStep step, std::string detail) {
    const std::lock_guard lock(mutex_);
    add(entry(candidate), step, std::move(detail));
}

void Timelines::note_once(const CandidateHash& candidate, CandidateStep step, std::string detail) {
    const std::lock_guard lock(mutex_);
    CandidateTimeline& timeline = entry(candidate);
    if (std::ranges::find(timeline.entries, step, &CandidateTimeline::Entry::step) != timeline.entries.end()) return;
    add(timeline, step, std::move(detail));
}

void Timelines::describe(const CandidateHash& candidate, uint32_t para, const Hash256& relay_parent) {
    const std::lock_guard lock(mutex_);
    CandidateTimeline& timeline = entry(candidate);
    timeline.para = para;
    timeline.relay_parent = relay_parent;
}

void Timelines::place(const CandidateHash& candidate, const CandidateTimeline::Place& place) {
    const std::lock_guard lock(mutex_);
    CandidateTimeline& timeline = entry(candidate);
    if (timeline.places.size() < kMaxPlaces) timeline.places.push_back(place);
}

void Timelines::set_approvals(std::map<CandidateHash, std::vector<ApprovalStanding>> standings) {
    const std::lock_guard lock(mutex_);
    for (auto& [candidate, timeline] : timelines_) timeline.approvals.clear();
    for (auto& [candidate, standing] : standings) entry(candidate).approvals = std::move(standing);
}

std::optional<CandidateTimeline> Timelines::find(const CandidateHash& candidate) const {
    const std::lock_guard lock(mutex_);
    const auto found = timelines_.find(candidate);
    return found == timelines_.end() ? std::nullopt : std::optional(found->second);
}

std::vector<CandidateHash> Timelines::find_at(const Hash256& block, std::optional<uint32_t> core) const {
    const std::lock_guard lock(mutex_);
    std::vector<CandidateHash> out;
    for (const auto& [candidate, timeline] : timelines_) {
        const bool is_there = std::ranges::any_of(timeline.places, [&](const CandidateTimeline::Place& place) {
            return place.block == block && (!core || place.core == *core);
        });
        if (is_there) out.push_back(candidate);
    }
    return out;
}

std::vector<CandidateTimeline> Timelines::latest(size_t count) const {
    const std::lock_guard lock(mutex_);
    std::vector<CandidateTimeline> out;
    for (auto candidate = order_.rbegin(); candidate != order_.rend() && out.size() < count; ++candidate) {
        out.push_back(timelines_.at(*candidate));
    }
    return out;
}

size_t Timelines::size() const {
    const std::lock_guard lock(mutex_);
    return timelines_.size();
}

}  // namespace serinus::services::paras
