#include "parachain/disputes/participation.hpp"

#include <limits>

namespace serinus::parachain {

Participation::Added Participation::add(ParticipationRequest request, bool has_priority,
                                        std::optional<BlockNumber> number) {
    const CandidateHash candidate = request.candidate;
    const SessionIndex session = request.session;
    if (running_.contains({session, candidate})) return Added::kKnown;
    if (const auto places = places_.find(candidate); places != places_.end()) {
        if (const auto place = places->second.find(session); place != places->second.end()) {
            if (has_priority) move_to_priority(place->second);
            return Added::kKnown;
        }
    }
    Queue& queue = has_priority ? priority_ : best_effort_;
    if (queue.size() >= (has_priority ? kMaxPriority : kMaxBestEffort)) return Added::kFull;
    constexpr uint64_t kUnknown = uint64_t{1} << 32;
    const Place place{number ? uint64_t{*number} : kUnknown, candidate,
                      std::numeric_limits<SessionIndex>::max() - session};
    places_[candidate].emplace(session, place);
    queue.emplace(place, std::move(request));
    return Added::kAdded;
}

void Participation::prioritize(const CandidateHash& candidate) {
    const auto places = places_.find(candidate);
    if (places == places_.end()) return;
    for (const auto& [session, place] : places->second) move_to_priority(place);
}

void Participation::move_to_priority(const Place& place) {
    if (priority_.size() >= kMaxPriority) return;
    auto node = best_effort_.extract(place);
    if (!node.empty()) priority_.insert(std::move(node));
}

std::optional<ParticipationRequest> Participation::start_next() {
    Queue& queue = priority_.empty() ? best_effort_ : priority_;
    if (running_.size() >= kMaxRunning || queue.empty()) return std::nullopt;
    ParticipationRequest request = std::move(queue.begin()->second);
    queue.erase(queue.begin());
    const auto places = places_.find(request.candidate);
    places->second.erase(request.session);
    if (places->second.empty()) places_.erase(places);
    running_.emplace(DisputeKey{request.session, request.candidate}, request);
    return request;
}

std::optional<ParticipationRequest> Participation::finish(const DisputeKey& dispute) {
    auto node = running_.extract(dispute);
    if (node.empty()) return std::nullopt;
    return std::move(node.mapped());
}

}  // namespace serinus::parachain
