#include "services/parachain/hub.hpp"

#include "base/hex.hpp"
#include "platform/log.hpp"

namespace serinus::services::paras {

using parachain::ValidationPeerMessage;
using parachain::View;
using parachain::ViewVerdict;

namespace {

constexpr const char* kHubLog = "parachain";

/// Sessions whose topologies are kept, and more as long as blocks of them are not final.
constexpr size_t kTopologies = 3;
constexpr size_t kMaxTopologies = RelayStates::kMaxSessions;

}  // namespace

void Hub::on_imported(const ActiveLeaves::Leaf& block, const Hash256& parent) {
    apply(leaves_.on_imported(block, parent));
}

void Hub::on_finalized(const ActiveLeaves::Leaf& block) {
    apply(leaves_.on_finalized(block));
    // That of the first blocks that are not final: at a start no leaf need be of it.
    if (const auto session = environment_.states.session_of_children(block.hash); session && *session != nullptr) {
        first_session_ = (*session)->index;
        know(*session);
    }
    for (Part* part : parts_) part->on_finalized(block);
}

void Hub::apply(const ActiveLeaves::Update& update) {
    if (!update.activated && update.deactivated.empty()) return;
    for (const Hash256& leaf : update.deactivated) unreadable_.erase(leaf);
    OrCallError<std::shared_ptr<const RelayState>> state = std::shared_ptr<const RelayState>();
    if (update.activated) {
        state = environment_.states.at(update.activated->hash);
        if (!state) unreadable_.insert(update.activated->hash);
    }
    if (environment_.set_view) environment_.set_view(view());
    if (update.activated) {
        if (state) {
            know((*state)->session);
            if ((*state)->session_index >= next_session_) {
                next_session_ = (*state)->session_index + 1;
                if (environment_.on_session) environment_.on_session(**state);
            }
            told_.insert((*state)->hash);
            for (Part* part : parts_) part->on_leaf(**state);
        } else {
            told_.insert(update.activated->hash);
            for (Part* part : parts_) part->on_unreadable_leaf(*update.activated);
            ++figures_.unreadable_leaves;
            const bool is_expected = environment_.states.lacks_parachains(update.activated->hash);
            log::write(is_expected ? log::Level::kDebug : log::Level::kWarn, kHubLog,
                       "Nothing is done for parachains at block #" + std::to_string(update.activated->number) + ": " +
                           state.error().reason);
        }
    }
    for (const Hash256& leaf : update.deactivated) {
        if (told_.erase(leaf) == 0) continue;
        for (Part* part : parts_) part->on_leaf_gone(leaf);
    }
}

View Hub::view() const {
    View out = leaves_.view();
    std::erase_if(out.heads, [this](const Hash256& head) { return unreadable_.contains(head); });
    return out;
}

bool Hub::know(const std::shared_ptr<const Session>& session) {
    if (!sessions_.emplace(session->index, session).second) return false;
    const auto is_too_old = [&] {
        if (sessions_.size() > kMaxTopologies) return true;
        return sessions_.size() > kTopologies && sessions_.begin()->first < first_session_;
    };
    while (is_too_old()) sessions_.erase(sessions_.begin());
    update_authorities();
    tell_topology(*session);
    return true;
}

AuthorityIds Hub::authorities_of(const PeerId& peer) const {
    AuthorityIds out;
    for (const auto& [authority, known] : known_) {
        if (known == peer) out.insert(authority);
    }
    return out;
}

void Hub::on_peer(const PeerId& peer) {
    Peer& entry = peers_[peer];
    entry.authorities = authorities_of(peer);
    for (Part* part : parts_) part->on_peer(peer, entry.authorities);
}

void Hub::on_peer_gone(const PeerId& peer) {
    if (peers_.erase(peer) == 0) return;
    for (Part* part : parts_) part->on_peer_gone(peer);
}

void Hub::on_message(const PeerId& id, BytesView bytes) {
    const auto found = peers_.find(id);
    if (found == peers_.end()) return;
    const auto message = scale::decode<ValidationPeerMessage>(bytes);
    if (!message) {
        ++figures_.garbage;
        return environment_.outlets.report(id, Conduct::kCostMajor, "Malformed message");
    }
    if (const auto* update = std::get_if<ValidationPeerMessage::ViewUpdate>(&message->v)) {
        return on_view(id, found->second, update->_0);
    }
    const auto& content = std::get<ValidationPeerMessage::Protocol>(message->v)._0;
    for (Part* part : parts_) part->on_message(id, content);
}

void Hub::on_view(const PeerId& id, Peer& peer, const View& view) {
    switch (parachain::check_view(view, peer.finalized)) {
        case ViewVerdict::kTooManyHeads:
        case ViewVerdict::kFinalityWentBack:
            return environment_.outlets.report(id, Conduct::kCostMajor, "Malformed view");
        case ViewVerdict::kEmpty:  // Observed: polkadot 1.25.1 sends one before its first leaf
        case ViewVerdict::kGood:
            break;
    }
    peer.finalized = view.finalized_number;
    for (Part* part : parts_) part->on_view(id, view);
}

void Hub::update_authorities() {
    std::map<AuthorityId, PeerId> known;
    for (const auto& [index, session] : sessions_) {
        for (const AuthorityId& authority : session->discovery_keys) {
            if (known.contains(authority)) continue;
            if (auto peer = environment_.authorities.find_peer(authority)) known.emplace(authority, *std::move(peer));
        }
    }
    if (known == known_) return;
    known_ = std::move(known);
    for (auto& [id, peer] : peers_) {
        AuthorityIds authorities = authorities_of(id);
        if (authorities == peer.authorities) continue;
        peer.authorities = std::move(authorities);
        for (Part* part : parts_) part->on_authorities(id, peer.authorities);
    }
    for (const auto& [index, session] : sessions_) tell_topology(*session);
}

void Hub::tell_topology(const Session& session) {
    PeerTopology topology;
    if (session.own_in_grid) {
        if (auto neighbors = session.grid().neighbors_of(*session.own_in_grid)) topology.validators = *neighbors;
    }
    for (size_t i = 0; i < session.discovery_keys.size(); ++i) {
        const auto peer = known_.find(session.discovery_keys[i]);
        if (peer == known_.end()) continue;
        const ValidatorIndex index{static_cast<uint32_t>(i)};
        topology.all.insert(peer->second);
        if (topology.validators.row.contains(index)) topology.row.insert(peer->second);
        if (topology.validators.column.contains(index)) topology.column.insert(peer->second);
    }
    for (Part* part : parts_) part->on_topology(session, topology);
}

Hub::Figures Hub::figures() const {
    Figures out = figures_;
    out.leaves = leaves_.leaves().size();
    out.peers = peers_.size();
    out.known_authorities = known_.size();
    return out;
}

}  // namespace serinus::services::paras
