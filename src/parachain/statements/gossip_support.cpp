#include "parachain/statements/gossip_support.hpp"

namespace serinus::parachain {

std::optional<ValidatorIndex> GossipSupport::own_index(const std::vector<AuthorityId>& keys) const {
    for (size_t i = 0; i < keys.size(); ++i) {
        if (own_keys_.contains(keys[i])) return ValidatorIndex{static_cast<uint32_t>(i)};
    }
    return std::nullopt;
}

void GossipSupport::on_leaf(const GossipSession& session, const std::vector<AuthorityId>& authorities, Millis now,
                            Effects& out) {
    const bool is_new = !current_ || session.session > *current_;
    if (is_new) {
        current_ = session.session;
        own_in_current_ = own_index(session.discovery_keys);
    }
    wanted_.clear();
    bool is_one_of_them = false;
    for (const AuthorityId& key : authorities) {
        if (own_keys_.contains(key)) {
            is_one_of_them = true;
        } else {
            wanted_.insert(key);
        }
    }
    if (!is_one_of_them) wanted_.clear();
    if (is_new) {
        look(true, now, out);
        add_grid(session, out);
    } else {
        on_time(now, out);
    }
    update_peers(out);
}

bool GossipSupport::needs_finalized(SessionIndex finalized_session) const {
    return current_ && !sessions_.empty() && finalized_session < sessions_.begin()->first;
}

void GossipSupport::on_finalized(const GossipSession& session, Effects& out) {
    if (!needs_finalized(session.session)) return;
    add_grid(session, out);
    update_peers(out);
}

void GossipSupport::add_grid(const GossipSession& session, Effects& out) {
    const auto own = own_index(session.discovery_keys);
    if (!own) return;
    SessionGrid grid(session.discovery_keys.size(), session.epoch_randomness);
    sessions_.insert_or_assign(session.session, Known{session.discovery_keys, *grid.neighbors_of(*own), {}});
    while (sessions_.size() > kMaxSessions) sessions_.erase(sessions_.begin());
    out.push_back({GossipSupportEffect::Grid{session.session, std::move(grid), *own}});
}

void GossipSupport::look(bool is_new, Millis now, Effects& out) {
    looked_at_ = now;
    const bool replaces = is_new || failed_at_;
    std::map<AuthorityId, std::set<PeerId>> found;
    std::set<AuthorityId> changed;
    for (const AuthorityId& key : wanted_) {
        std::set<PeerId> peers = find_peers_(key);
        if (peers.empty()) continue;
        const auto before = found_.find(key);
        const bool is_known = before != found_.end() &&
                              std::includes(before->second.begin(), before->second.end(), peers.begin(), peers.end());
        if (!is_known) changed.insert(key);
        found.emplace(key, std::move(peers));
    }
    if (replaces) {
        out.push_back({GossipSupportEffect::Connect{wanted_}});
        const size_t missing = wanted_.size() - found.size();
        failed_at_.reset();
        if (!wanted_.empty() && 3 * missing >= wanted_.size()) failed_at_ = now;
    } else if (!changed.empty()) {
        out.push_back({GossipSupportEffect::ConnectAlso{changed}});
    }
    if (replaces || !changed.empty()) found_ = std::move(found);
}

void GossipSupport::on_time(Millis now, Effects& out) {
    const auto due = wake_at();
    if (!due || now < *due) return;
    look(false, now, out);
    update_peers(out);
}

std::optional<Millis> GossipSupport::wake_at() const {
    if (failed_at_) return *failed_at_ + kRetryDelay;
    if (looked_at_) return *looked_at_ + kLookAgain;
    return std::nullopt;
}

void GossipSupport::connect(const PeerId& peer, Effects& out) {
    if (!peers_.try_emplace(peer).second) return;
    update_peers(out);
}

void GossipSupport::update_peers(Effects& out) {
    std::map<PeerId, std::set<AuthorityId>> keys_of;
    std::map<AuthorityId, std::set<PeerId>> peers_of;
    for (const auto& [session, known] : sessions_) {
        for (const AuthorityId& key : known.keys) {
            if (own_keys_.contains(key) || peers_of.contains(key)) continue;
            const auto& peers = peers_of.emplace(key, find_peers_(key)).first->second;
            for (const PeerId& peer : peers) keys_of[peer].insert(key);
        }
    }
    for (auto& [peer, keys] : peers_) {
        const auto now = keys_of.find(peer);
        std::set<AuthorityId> fresh = now == keys_of.end() ? std::set<AuthorityId>{} : now->second;
        if (fresh == keys) continue;
        keys = std::move(fresh);
        out.push_back({GossipSupportEffect::PeerKeys{peer, keys}});
    }
    for (auto& [session, known] : sessions_) {
        PeerTopology topology{known.neighbors, {}, {}, {}};
        for (size_t i = 0; i < known.keys.size(); ++i) {
            const auto peers = peers_of.find(known.keys[i]);
            if (peers == peers_of.end()) continue;
            const ValidatorIndex index{static_cast<uint32_t>(i)};
            topology.all.insert(peers->second.begin(), peers->second.end());
            if (known.neighbors.row.contains(index)) topology.row.insert(peers->second.begin(), peers->second.end());
            if (known.neighbors.column.contains(index)) {
                topology.column.insert(peers->second.begin(), peers->second.end());
            }
        }
        const bool is_same = topology.row == known.topology.row && topology.column == known.topology.column &&
                             topology.all == known.topology.all && topology.validators == known.topology.validators;
        if (is_same) continue;
        known.topology = topology;
        out.push_back({GossipSupportEffect::Peers{session, std::move(topology)}});
    }
}

GossipSupport::Connectivity GossipSupport::connectivity() const {
    Connectivity out{wanted_.size(), 0, 0};
    std::set<AuthorityId> connected;
    for (const auto& [peer, keys] : peers_) connected.insert(keys.begin(), keys.end());
    for (const AuthorityId& key : wanted_) {
        out.found += found_.contains(key) ? 1 : 0;
        out.connected += connected.contains(key) ? 1 : 0;
    }
    return out;
}

}  // namespace serinus::parachain
