#include "libp2p/kademlia/look_up.hpp"

#include <algorithm>

namespace serinus::network::kademlia {
namespace {

size_t part(size_t whole, size_t parts) { return (whole + parts - 1) / parts; }

}  // namespace

LookUp::LookUp(const Key& target, const PeerId& own, std::vector<PeerInfo> start, const QueryOptions& options,
               Millis now)
    : target_(target), k_(options.k) {
    size_t count = 1;
    if (options.has_disjoint_paths)
        count = std::clamp<size_t>(start.size(), 1, std::max<size_t>(1, options.parallelism));
    std::vector<std::vector<PeerInfo>> starts(count);
    for (size_t i = 0; i < start.size(); ++i) starts[i % count].push_back(std::move(start[i]));
    QueryOptions path = options;
    path.k = part(options.k, count);
    path.parallelism = part(options.parallelism, count);
    path.max_asked = part(options.max_asked, count);
    path.max_candidates = part(options.max_candidates, count);
    for (auto& one : starts) paths_.emplace_back(target, own, std::move(one), path, now);
}

std::optional<PeerInfo> LookUp::next(Millis now) {
    if (paths_.size() == 1) return paths_.front().next(now);
    for (size_t i = 0; i < paths_.size(); ++i) {
        while (auto peer = paths_[i].next(now)) {
            if (path_of_.emplace(peer->peer, i).second) return peer;
            paths_[i].skip(peer->peer);
        }
    }
    return std::nullopt;
}

void LookUp::on_answer(const PeerId& from, const std::vector<PeerInfo>& closer) {
    if (paths_.size() == 1) return paths_.front().on_answer(from, closer);
    const auto path = path_of_.find(from);
    if (path != path_of_.end()) paths_[path->second].on_answer(from, closer);
}

void LookUp::on_failure(const PeerId& peer) {
    if (paths_.size() == 1) return paths_.front().on_failure(peer);
    const auto path = path_of_.find(peer);
    if (path != path_of_.end()) paths_[path->second].on_failure(peer);
}

void LookUp::finish() noexcept {
    for (Query& path : paths_) path.finish();
}

bool LookUp::is_over(Millis now) const {
    return std::ranges::all_of(paths_, [now](const Query& path) { return path.is_over(now); });
}

std::optional<Millis> LookUp::next_timer(Millis now) const {
    std::optional<Millis> out;
    for (const Query& path : paths_) {
        const auto next = path.is_over(now) ? std::nullopt : path.next_timer(now);
        if (next) out = std::min(out.value_or(*next), *next);
    }
    return out;
}

size_t LookUp::asked() const noexcept {
    size_t out = 0;
    for (const Query& path : paths_) out += path.asked();
    return out;
}

std::vector<PeerInfo> LookUp::closest() const {
    if (paths_.size() == 1) return paths_.front().closest();
    std::map<Key, PeerInfo> all;
    for (const Query& path : paths_) {
        for (PeerInfo& one : path.closest()) {
            const Key at = distance(key_of(one.peer), target_);
            all.emplace(at, std::move(one));
        }
    }
    std::vector<PeerInfo> out;
    for (auto& [at, one] : all) {
        if (out.size() < k_) out.push_back(std::move(one));
    }
    return out;
}

}  // namespace serinus::network::kademlia
