#include "network/peers/peer_manager.hpp"

#include <algorithm>

#include "libp2p/wire/transport_address.hpp"

namespace serinus::network {
namespace {

constexpr unsigned kHostBits4 = 32, kHostBits6 = 64;  ///< one machine
constexpr unsigned kWideBits4 = 16, kWideBits6 = 32;  ///< one operator
constexpr size_t kWideShareOfDials = 4;
constexpr size_t kMaxBannedAddresses = 1024;
/// Connections of peers that have not yet proved their ids, and a second one of some peers.
constexpr size_t kSpareConnections = 128;

/// Whether both begin with IP addresses, of different families.
bool are_of_two_families(const wire::Multiaddr& a, const wire::Multiaddr& b) {
    const auto one = network_of(a, 0, 0), other = network_of(b, 0, 0);
    return one && other && one->is_ip6 != other->is_ip6;
}

/// Of an operator; nullopt: not shared out.
std::optional<NetworkPrefix> wide_network_of(const std::optional<wire::Multiaddr>& address) {
    return address && address->is_global() ? network_of(*address, kWideBits4, kWideBits6) : std::nullopt;
}

}  // namespace

PeerManager::PeerManager(Core& core, const PeerId& own, const PeerManagerOptions& options)
    : core_(core),
      own_(own),
      options_(options),
      book_({.max_peers = options.max_known_peers, .max_addresses_per_peer = options.max_addresses_per_peer}) {
    const PeerSetOptions main{.out_peers = options.out_peers,
                              .in_peers = options.in_peers,
                              .reserved_only = options.reserved_only,
                              .is_shared_out = true,
                              .limits_private_networks = !options.allow_private_addresses,
                              .max_retry_ms = PeerSetOptions().retry_ms};
    sets_.push_back(std::make_unique<PeerSet>(core_, static_cast<PeerSetHost&>(*this), main));
}

PeerSet& PeerManager::add_set(link::NotificationIndex protocol, PeerSetProtocol& handler,
                              const PeerSetOptions& options) {
    sets_.push_back(std::make_unique<PeerSet>(core_, static_cast<PeerSetHost&>(*this), options));
    sets_.back()->attach(protocol, handler);
    return *sets_.back();
}

bool PeerManager::is_reserved(const PeerId& peer) const {
    return std::ranges::any_of(sets_, [&](const auto& set) { return set->is_reserved(peer); });
}

bool PeerManager::has_place(const PeerId& peer) const {
    return std::ranges::any_of(
        sets_, [&](const auto& set) { return set->is_reserved(peer) || set->has(peer) || set->slot_of(peer); });
}

size_t PeerManager::max_connections() const noexcept {
    size_t out = options_.max_strangers + options_.out_peers + kSpareConnections;
    for (const auto& set : sets_) out += set->reserved().size() + set->authority_count();
    return out;
}

bool PeerManager::is_needed(const PeerId& peer) const {
    return core_.is_connected(peer) || is_reserved(peer) || dials_.contains(peer) || anchors_.contains(peer);
}

PeerManager::Record& PeerManager::record_of(const PeerId& peer) {
    const auto found = records_.find(peer);
    if (found != records_.end()) return found->second;
    if (records_.size() >= options_.max_known_peers) {
        // Banned peers are remembered before others.
        auto useless = std::ranges::find_if(
            records_, [&](const auto& one) { return one.second.ban == 0 && !is_needed(one.first); });
        if (useless == records_.end()) {
            useless = std::ranges::min_element(records_, {}, [](const auto& one) { return one.second.banned_until; });
        }
        records_.erase(useless);
    }
    return records_[peer];
}

void PeerManager::add_address(const PeerId& peer, const wire::Multiaddr& address, Millis now) {
    if (options_.allow_private_addresses || address.is_global()) add_named_address(peer, address, now);
}

void PeerManager::add_named_address(const PeerId& peer, const wire::Multiaddr& address, Millis now) {
    const wire::Multiaddr bare = address.without_peer_id();
    // Addresses that answers of the DHT repeat most of the time.
    if (book_.contains(peer, bare)) return;
    if (peer == own_ || !wire::check_dialable(bare)) return;
    if (!book_.add(peer, bare, [this](const PeerId& one) { return is_needed(one); })) return;
    if (is_reserved(peer) || main_set().missing_out() > 0) consider(peer, now);
}

Result<void, std::string> PeerManager::restore_book(BytesView encoded, Millis now) {
    TRY_ASSIGN(const auto anchors, book_.restore(encoded));
    for (const PeerId& peer : anchors) {
        if (anchors_.size() < options_.max_anchors && peer != own_) anchors_.insert(peer);
    }
    plan(now);
    return {};
}

std::optional<wire::Multiaddr> PeerManager::address_of(const PeerId& peer) const {
    const auto& connections = core_.connections_of(peer);
    if (connections.empty()) return std::nullopt;
    return core_.connections().at(connections.front()).address;
}

/// Only now, not with the connection: a peer that connects but has no room is asked ever more rarely.
void PeerManager::on_joined(const PeerId& peer) {
    const auto record = records_.find(peer);
    if (record != records_.end()) record->second.backoff = 0;
}

void PeerManager::on_put_out(const PeerId& peer) {
    if (!has_place(peer)) core_.disconnect(peer);
}

void PeerManager::on_reserved_changed(const PeerId& peer) {
    const bool is_wanted = peer != own_ && is_reserved(peer);
    if (is_wanted && !core_.is_connected(peer)) absent_.insert(peer);
    if (!is_wanted) absent_.erase(peer);
    if (!is_wanted && options_.reserved_only) core_.disconnect(peer);
}

bool PeerManager::is_banned(const PeerId& peer, Millis now) const {
    const auto found = records_.find(peer);
    return found != records_.end() && found->second.banned_until > now;
}

bool PeerManager::is_banned(const wire::Multiaddr& address, Millis now) const {
    const auto network = network_of(address, kHostBits4, kHostBits6);
    const auto found = network ? banned_addresses_.find(*network) : banned_addresses_.end();
    return found != banned_addresses_.end() && found->second > now;
}

bool PeerManager::on_report(const PeerId& peer, const Report& report, Millis now) {
    const bool is_served = report.kind == Report::Kind::kServed;
    if (is_served) main_set().on_useful(peer, now);
    Record& record = record_of(peer);
    if (is_served) record.ban = 0;
    if (!record.reputation.add(report.value, now)) return false;
    ban(peer, report, now);
    return true;
}

int32_t PeerManager::reputation(const PeerId& peer, Millis now) const {
    const auto found = records_.find(peer);
    return found == records_.end() ? 0 : found->second.reputation.value(now);
}

void PeerManager::ban(const PeerId& peer, const Report& report, Millis now) {
    const bool is_of_wrong_chain = report.kind == Report::Kind::kWrongChain;
    Record& record = record_of(peer);
    record.ban = std::clamp(2 * record.ban, options_.min_ban_ms, options_.max_ban_ms);
    if (is_of_wrong_chain) record.ban = options_.max_ban_ms;
    record.banned_until = now + record.ban;
    record.next_dial = std::max(record.next_dial, record.banned_until);
    // A peer that lies at once may come back under another id.
    for (const auto& [id, connected] : connected_) {
        const auto info = core_.connections().find(id);
        if (connected.peer != peer || is_of_wrong_chain || info == core_.connections().end()) continue;
        const wire::Multiaddr& address = info->second.address;
        if (connected.is_dialer || connected.since + options_.young_ms < now || !address.is_global()) continue;
        const auto network = network_of(address, kHostBits4, kHostBits6);
        std::erase_if(banned_addresses_, [now](const auto& one) { return one.second <= now; });
        if (network && banned_addresses_.size() < kMaxBannedAddresses) {
            banned_addresses_[*network] = record.banned_until;
        }
    }
    stop_dial(peer);
    core_.disconnect(peer);
    plan(now);
}

bool PeerManager::may_dial(const PeerId& peer, Millis now) const {
    if (dials_.contains(peer) || core_.is_connected(peer) || !book_.contains(peer)) return false;
    const auto record = records_.find(peer);
    return record == records_.end() || record->second.next_dial <= now;
}

void PeerManager::begin_dial(const PeerId& peer, bool is_reserved, Millis now) {
    Record& record = record_of(peer);
    record.backoff = std::clamp(2 * record.backoff, options_.min_backoff_ms, options_.max_backoff_ms);
    record.next_dial = now + record.backoff / 2 + core_.random()() % (record.backoff + 1);
    Dial dial{.is_reserved = is_reserved, .left = book_.addresses(peer), .running = {}, .next = {}};
    std::ranges::reverse(dial.left);
    reserved_dials_ += is_reserved;
    dial_next(peer, dials_.emplace(peer, std::move(dial)).first->second, now);
}

void PeerManager::end_dial(const PeerId& peer) {
    const auto node = dials_.extract(peer);
    if (!node.empty()) reserved_dials_ -= node.mapped().is_reserved;
}

/// No further address is tried. A running attempt is counted until it ends.
void PeerManager::stop_dial(const PeerId& peer) {
    const auto found = dials_.find(peer);
    if (found == dials_.end()) return;
    found->second.left.clear();
    found->second.next.reset();
}

void PeerManager::dial_next(const PeerId& peer, Dial& dial, Millis now) {
    const wire::Multiaddr address = dial.left.back();
    dial.left.pop_back();
    dial.running.push_back(address);
    dial.next.reset();
    if (!dial.left.empty() && are_of_two_families(address, dial.left.back())) {
        dial.next = now + options_.family_delay_ms;
    }
    core_.dial(address, peer);
}

void PeerManager::on_dial_failed(const wire::Multiaddr& address, bool is_wrong_peer, Millis now) {
    const auto peer = address.peer_id();
    const auto found = peer ? dials_.find(*peer) : dials_.end();
    if (found == dials_.end()) return;
    const wire::Multiaddr bare = address.without_peer_id();
    Dial& dial = found->second;
    const auto at = std::ranges::find(dial.running, bare);
    if (at == dial.running.end()) return;
    dial.running.erase(at);
    if (is_wrong_peer) {
        book_.on_wrong_peer(*peer, bare);
    } else {
        book_.on_failure(*peer, bare);
    }
    if (!dial.left.empty()) {
        dial_next(*peer, dial, now);
    } else if (dial.running.empty()) {
        end_dial(*peer);
        any_network_.erase(*peer);
    }
    plan(now);
}

void PeerManager::on_timer(Millis now) {
    std::vector<PeerId> due;
    for (const auto& [peer, dial] : dials_) {
        if (dial.next && *dial.next <= now) due.push_back(peer);
    }
    for (const PeerId& peer : due) {
        const auto found = dials_.find(peer);
        if (found != dials_.end()) dial_next(peer, found->second, now);
    }
    close_idle(now);

    // A dial of a reserved peer may end in a slot that is neither in nor out.
    size_t missing = main_set().missing_out();
    missing -= std::min(missing, other_dials());
    std::vector<PeerId> reserved, anchors, others;
    for (const PeerId& peer : absent_) {
        if (may_dial(peer, now)) reserved.push_back(peer);
    }
    if (missing > 0 && other_dials() < options_.max_dials) {
        for (const PeerId& peer : book_.peers()) {
            if (!may_dial(peer, now) || absent_.contains(peer)) continue;
            (anchors_.contains(peer) ? anchors : others).push_back(peer);
        }
    }
    std::ranges::shuffle(reserved, core_.random());
    std::ranges::shuffle(others, core_.random());
    const auto dial_all = [&](const std::vector<PeerId>& list, bool needs_slot) {
        for (const PeerId& peer : list) {
            const bool has_room = needs_slot ? other_dials() < options_.max_dials && missing > 0
                                             : reserved_dials_ < options_.max_reserved_dials;
            if (!has_room) break;
            if (needs_slot) --missing;
            begin_dial(peer, !needs_slot, now);
            anchors_.erase(peer);  // first only once
        }
    };
    dial_all(reserved, false);
    dial_all(anchors, true);
    if (missing == 0) short_since_.reset();
    if (missing > 0 && !short_since_) short_since_ = now;
    const bool takes_any = short_since_ && *short_since_ + options_.patience_ms <= now;
    const auto chosen = spread_over_networks(others, missing, takes_any);
    dial_all(chosen, true);
    for (const PeerId& peer : chosen) {
        if (takes_any && dials_.contains(peer)) any_network_.insert(peer);
    }
    // Those that are left wait for others.
    not_before_ = missing > 0 ? now + 1000 : 0;
    plan(now);
}

std::map<NetworkPrefix, size_t> PeerManager::out_peers_by_network() const {
    std::map<NetworkPrefix, size_t> out;
    for (const PeerId& peer : main_set().peers_of(SlotKind::kOutbound)) {
        if (const auto network = wide_network_of(address_of(peer))) ++out[*network];
    }
    return out;
}

size_t PeerManager::share_of_network() const noexcept {
    return std::max<size_t>(1, options_.out_peers / kWideShareOfDials);
}

/// The look-ups of discovery dial too, and mostly peers of an owner of many.
bool PeerManager::has_out_room(const PeerId& peer) const {
    const auto network = any_network_.contains(peer) ? std::nullopt : wide_network_of(address_of(peer));
    return !network || out_peers_by_network()[*network] < share_of_network();
}

/// At most `count` of these, and of one network (/16, IPv6 /32) no more than a share of all out slots: an owner
/// of many addresses in one network, announced before others are known, shall not fill all slots. `takes_any`: no
/// others came.
std::vector<PeerId> PeerManager::spread_over_networks(const std::vector<PeerId>& peers, size_t count,
                                                      bool takes_any) const {
    auto taken = out_peers_by_network();
    for (const auto& [peer, dial] : dials_) {
        const auto network = dial.running.empty() ? std::nullopt : wide_network_of(dial.running.front());
        if (network) ++taken[*network];
    }
    std::vector<PeerId> out, crowded;
    for (const PeerId& peer : peers) {
        if (out.size() == count) return out;
        const auto network = wide_network_of(book_.addresses(peer).front());
        if (!network || ++taken[*network] <= share_of_network()) {
            out.push_back(peer);
        } else if (takes_any && crowded.size() < count) {
            crowded.push_back(peer);
        }
    }
    out.insert(out.end(), crowded.begin(), crowded.end());
    return out;
}

/// When to look again: at the first time at which somebody may be dialed.
void PeerManager::plan(Millis now) {
    next_dial_.reset();
    for (const auto& [peer, dial] : dials_) {
        if (dial.next && (!next_dial_ || *dial.next < *next_dial_)) next_dial_ = dial.next;
    }
    if (reserved_dials_ < options_.max_reserved_dials) {
        for (const PeerId& peer : absent_) {
            if (next_dial_ && *next_dial_ <= now) return;  // no earlier one can come
            consider(peer, now);
        }
    }
    if (main_set().missing_out() == 0 || other_dials() >= options_.max_dials) return;
    for (const PeerId& peer : book_.peers()) {
        if (next_dial_ && *next_dial_ <= now) return;
        consider(peer, now);
    }
}

void PeerManager::consider(const PeerId& peer, Millis now) {
    const bool is_reserved = absent_.contains(peer);
    // The end of a dial plans anew.
    if (is_reserved ? reserved_dials_ >= options_.max_reserved_dials : other_dials() >= options_.max_dials) return;
    if (dials_.contains(peer) || core_.is_connected(peer) || !book_.contains(peer)) return;
    const auto record = records_.find(peer);
    const Millis due = record == records_.end() ? now : std::max(now, record->second.next_dial);
    if (is_reserved) return consider_at(due);
    // At most each second: dials of others may fill the slots meanwhile.
    const Millis at = dials_.empty() ? due : std::max(due, now + 1000);
    consider_at(at < not_before_ ? not_before_ : at);
}

void PeerManager::consider_at(Millis at) {
    if (!next_dial_ || at < *next_dial_) next_dial_ = at;
}

std::optional<Millis> PeerManager::next_timer() const {
    if (!next_dial_ || !next_idle_) return next_dial_ ? next_dial_ : next_idle_;
    return std::min(*next_dial_, *next_idle_);
}

/// Two nodes that dial each other at once end with one connection, the same for both: that of the smaller peer id.
/// True: it is the new one that ends.
bool PeerManager::end_duplicate(ConnectionId connection, const ConnectionInfo& info, Millis now) {
    std::vector<ConnectionId> others = core_.connections_of(info.peer);
    std::erase_if(others, [&](ConnectionId id) { return id == connection || !connected_.contains(id); });
    for (const ConnectionId id : others) {
        const Connected& other = connected_.at(id);
        if (other.is_dialer && info.is_dialer) {
            core_.shell().disconnect(connection);  // two addresses of one dial
            return true;
        }
        if (other.is_dialer == info.is_dialer || other.since + options_.simultaneous_ms < now) continue;
        const bool keeps_own = own_ < info.peer;
        const ConnectionId loser = keeps_own == info.is_dialer ? id : connection;
        core_.shell().disconnect(loser);
        return loser == connection;
    }
    // The other side may have lost a connection that this side still has: the new one is the good one.
    if (others.size() >= options_.max_connections_per_peer) core_.shell().disconnect(others.front());
    return false;
}

bool PeerManager::is_stranger(const ConnectionInfo& info) const {
    return !info.is_dialer && !is_reserved(info.peer) && !main_set().is_authority(info.peer);
}

void PeerManager::on_connection(ConnectionId connection, const ConnectionInfo& info, Millis now) {
    const PeerId& peer = info.peer;
    const bool is_unwanted = options_.reserved_only && !is_reserved(peer);
    const bool is_strange = is_stranger(info);
    const auto counted = is_strange ? network_of(info.address, kHostBits4, kHostBits6) : std::nullopt;
    const size_t max_of_address = counted && info.address.is_global() ? options_.max_inbound_per_address
                                                                      : options_.max_inbound_per_private_address;
    const auto of_address = counted ? inbound_by_address_.find(*counted) : inbound_by_address_.end();
    const bool is_crowded = (of_address != inbound_by_address_.end() && of_address->second >= max_of_address) ||
                            (is_strange && strangers_ >= options_.max_strangers);
    if (peer == own_ || is_banned(peer, now) || is_unwanted || is_crowded) {
        if (info.is_dialer) end_dial(peer);
        core_.shell().disconnect(connection);
        return plan(now);
    }
    if (info.is_dialer) book_.on_success(peer, info.address.without_peer_id(), now);
    const bool ends = end_duplicate(connection, info, now);
    connected_.emplace(connection, Connected{peer, info.is_dialer, now, is_strange, counted});
    if (counted) ++inbound_by_address_[*counted];
    strangers_ += is_strange;
    if (info.is_dialer && !ends) dialed_.insert(peer);
    info.is_dialer ? end_dial(peer) : stop_dial(peer);
    absent_.erase(peer);
    if (!next_idle_) next_idle_ = now + options_.idle_ms;
    plan(now);
}

void PeerManager::on_connection_gone(ConnectionId connection, Millis) {
    const auto node = connected_.extract(connection);
    if (node.empty()) return;
    strangers_ -= node.mapped().is_stranger;
    if (!node.mapped().counted) return;
    const auto count = inbound_by_address_.find(*node.mapped().counted);
    if (--count->second == 0) inbound_by_address_.erase(count);
}

void PeerManager::on_peer_gone(const PeerId& peer, Millis now) {
    dialed_.erase(peer);
    any_network_.erase(peer);
    for (const auto& set : sets_) set->on_peer_gone(peer, now);
    if (peer != own_ && is_reserved(peer)) absent_.insert(peer);
    if (book_.contains(peer)) {
        Record& record = record_of(peer);
        const Millis pause = options_.min_backoff_ms / 2 + core_.random()() % options_.min_backoff_ms;
        record.next_dial = std::max(record.next_dial, now + pause);
    }
    plan(now);
}

/// Connections that nothing uses: neither a slot, nor notifications, as light clients have them, nor requests.
void PeerManager::close_idle(Millis now) {
    if (!next_idle_ || *next_idle_ > now) return;
    next_idle_.reset();
    if (core_.notifications().protocols().empty()) return;
    std::set<PeerId> idle;
    for (const auto& [id, connected] : connected_) {
        const PeerId& peer = connected.peer;
        if (has_place(peer)) continue;
        const Millis end = core_.last_used(peer, now) + options_.idle_ms;
        if (end <= now) idle.insert(peer);
        if (end > now && (!next_idle_ || end < *next_idle_)) next_idle_ = end;
    }
    if (!next_idle_ && !connected_.empty()) next_idle_ = now + options_.idle_ms;  // slots may be lost
    for (const PeerId& peer : idle) core_.disconnect(peer);
}

std::vector<wire::Multiaddr> PeerManager::known_addresses(const PeerId& peer, size_t max) const {
    auto out = book_.addresses(peer);
    if (out.size() > max) out.resize(max);
    return out;
}

size_t PeerManager::memory_bytes() const noexcept {
    constexpr size_t kNodeBytes = 128;
    size_t out = book_.memory_bytes() + kNodeBytes * (records_.size() + connected_.size() + absent_.size());
    for (const auto& set : sets_) out += set->memory_bytes();
    return out;
}

}  // namespace serinus::network
