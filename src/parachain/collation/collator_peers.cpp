#include "parachain/collation/collator_peers.hpp"

namespace serinus::parachain {

CollatorPeers::Dropped CollatorPeers::set_paras(const std::set<ParaId>& paras) {
    Dropped out;
    const bool is_same =
        paras.size() == paras_.size() && std::equal(paras.begin(), paras.end(), paras_.begin(),
                                                    [](const ParaId& a, const auto& b) { return a == b.first; });
    if (is_same) return out;
    const auto old = std::exchange(peers_, {});
    paras_.clear();
    limit_ = paras.empty() ? 0 : std::min(limits_.overall / paras.size(), limits_.per_para);
    if (limit_ > 0) {
        for (const ParaId para : paras) paras_.try_emplace(para);
    }
    for (const auto& [peer, declared] : old) accept(peer, declared, out);
    return out;
}

CollatorPeers::Dropped CollatorPeers::connect(const PeerId& peer) {
    Dropped out;
    if (!peers_.contains(peer)) accept(peer, std::nullopt, out);
    return out;
}

void CollatorPeers::accept(const PeerId& peer, const std::optional<ParaId>& declared, Dropped& out) {
    std::set<PeerId> displaced;
    bool has_place_now = false;
    for (auto& [para, places] : paras_) {
        if (declared && *declared != para) continue;
        const Score score = scores_.find(para, peer);
        if (places.scores.size() >= limit_) {
            const auto [least, least_peer] = *places.by_score.begin();
            if (least >= score) continue;
            leave(places, least_peer);
            displaced.insert(least_peer);
        }
        places.by_score.emplace(score, peer);
        places.scores.emplace(peer, score);
        has_place_now = true;
    }
    if (!has_place_now) {
        out.insert(peer);
        return;
    }
    peers_.insert_or_assign(peer, declared);
    for (const PeerId& one : displaced) {
        if (has_place(one)) continue;
        peers_.erase(one);
        out.insert(one);
    }
}

CollatorPeers::Dropped CollatorPeers::declare(const PeerId& peer, ParaId para) {
    const auto found = peers_.find(peer);
    if (found == peers_.end()) return {};
    const auto places = paras_.find(para);
    const bool has_it = places != paras_.end() && places->second.scores.contains(peer);
    if (has_it && (!found->second || *found->second == para)) {
        found->second = para;
        for (auto& [other, others] : paras_) {
            if (other != para) leave(others, peer);
        }
        return {};
    }
    disconnect(peer);
    return {peer};
}

void CollatorPeers::disconnect(const PeerId& peer) {
    for (auto& [para, places] : paras_) leave(places, peer);
    peers_.erase(peer);
}

void CollatorPeers::on_score(const CollatorScores::Change& change) {
    const auto places = paras_.find(change.para);
    if (places == paras_.end() || !places->second.scores.contains(change.peer)) return;
    leave(places->second, change.peer);
    places->second.by_score.emplace(change.score, change.peer);
    places->second.scores.emplace(change.peer, change.score);
}

std::optional<ParaId> CollatorPeers::para_of(const PeerId& peer) const {
    const auto found = peers_.find(peer);
    return found == peers_.end() ? std::nullopt : found->second;
}

size_t CollatorPeers::count(ParaId para) const {
    const auto places = paras_.find(para);
    return places == paras_.end() ? 0 : places->second.scores.size();
}

void CollatorPeers::leave(Places& places, const PeerId& peer) {
    const auto found = places.scores.find(peer);
    if (found == places.scores.end()) return;
    places.by_score.erase({found->second, peer});
    places.scores.erase(found);
}

bool CollatorPeers::has_place(const PeerId& peer) const {
    return std::any_of(paras_.begin(), paras_.end(),
                       [&](const auto& para) { return para.second.scores.contains(peer); });
}

}  // namespace serinus::parachain
