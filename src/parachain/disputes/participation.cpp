#include "parachain/disputes/participation.hpp"

namespace serinus::parachain {

Participation::Added Participation::add(ParticipationRequest request, bool has_priority,
                                        std::optional<BlockNumber> number) {
    const CandidateHash candidate = request.candidate;
    if (running_.contains(candidate)) return Added::kKnown;
    if (places_.contains(candidate)) {
        if (has_priority) prioritize(candidate);
        return Added::kKnown;
    }
    Queue& queue = has_priority ? priority_ : best_effort_;
    if (queue.size() >= (has_priority ? kMaxPriority : kMaxBestEffort)) return Added::kFull;
    constexpr uint64_t kUnknown = uint64_t{1} << 32;
    const Place place{number ? uint64_t{*number} : kUnknown, candidate};
    places_.emplace(candidate, place);
    queue.emplace(place, std::move(request));
    return Added::kAdded;
}

void Participation::prioritize(const CandidateHash& candidate) {
    const auto place = places_.find(candidate);
    if (place == places_.end() || priority_.size() >= kMaxPriority) return;
    auto node = best_effort_.extract(place->second);
    if (!node.empty()) priority_.insert(std::move(node));
}

std::optional<ParticipationRequest> Participation::start_next() {
    Queue& queue = priority_.empty() ? best_effort_ : priority_;
    if (running_.size() >= kMaxRunning || queue.empty()) return std::nullopt;
    ParticipationRequest request = std::move(queue.begin()->second);
    queue.erase(queue.begin());
    places_.erase(request.candidate);
    running_.emplace(request.candidate, request);
    return request;
}

std::optional<ParticipationRequest> Participation::finish(const CandidateHash& candidate) {
    auto node = running_.extract(candidate);
    if (node.empty()) return std::nullopt;
    return std::move(node.mapped());
}

}  // namespace serinus::parachain
