/// A game that the sets of a node play against its peers, for random tests and for fuzzing: peers connect, offer,
/// answer, refuse, lie and go as `choose` says, lists of reserved peers change, dials fail. The rules that must hold at
/// each moment are asserted by an oracle that knows nothing of the code: it sees orders to the network and calls to the
/// protocols.
#pragma once

#include <algorithm>
#include <functional>

#include "base/assert.hpp"
#include "network/link/test_network.hpp"
#include "network/peers/peer_manager.hpp"

namespace serinus::network {

class PeerSetGame final : private link::Substreams, private Connections {
  public:
    /// A number below `bound`, which is at least 1.
    using Choose = std::function<uint64_t(uint64_t bound)>;

    static constexpr uint8_t kPeers = 12;
    static constexpr size_t kSets = 4;
    static constexpr Report kLie{kMalicious, "a lie"};

    explicit PeerSetGame(Choose choose, uint64_t seed)
        : choose_(std::move(choose)),
          core_(protocols(), *this, *this, seed),
          manager_(core_, link::test_peer(100), manager_options()) {
        core_.add_module(manager_);
        core_.on_report = [this](const PeerId& peer, const Report& report, Millis now) {
            // Beside the lies there are the prices of offers, which are no ban.
            const bool is_lie = report.value == kMalicious;
            if (is_lie) banned_until_[peer] = now + kMinBanMs;
            SERINUS_ASSERT(manager_.on_report(peer, report, now) == is_lie);
        };
        for (size_t i = 0; i < kSets; ++i) {
            protocols_.push_back(std::make_unique<Protocol>(*this, i));
            core_.notifications().set_handshake(i, Bytes{0});
        }
        sets_.push_back(&manager_.main_set());
        sets_[0]->attach(0, *protocols_[0]);
        for (size_t i = 1; i < kSets; ++i) sets_.push_back(&manager_.add_set(i, *protocols_[i], set_options(i)));
    }

    void step() {
        const uint8_t number = static_cast<uint8_t>(choose_(kPeers));
        const PeerId peer = peer_of(number);
        const size_t set = choose_(kSets);
        subject_ = peer;
        switch (choose_(16)) {
            case 0:
                if (connections_.size() < 40) connect(peer, false);
                break;
            case 1:
            case 2:
                end_some_dial(choose_(4) != 0);
                break;
            case 3:
                if (const auto id = connection_of(peer)) end(*id);
                break;
            case 4:
            case 5:
                offer(peer, set, some_handshake());
                break;
            case 6:
            case 7:
                answer_one();
                break;
            case 8:
                break_off(peer, set);
                break;
            case 9:
                speak(peer, set);
                break;
            case 10: {
                std::set<PeerId> all;
                for (uint8_t i = 0; i < kPeers; ++i) {
                    if (choose_(3) == 0) all.insert(peer_of(i));
                }
                subject_.reset();
                if (choose_(2) == 0) sets_[set]->set_reserved(std::move(all), now_);
                break;
            }
            case 11:
                choose_(2) == 0 ? sets_[set]->add_reserved(peer, now_) : sets_[set]->remove_reserved(peer, now_);
                break;
            case 12: {
                std::set<PeerId> all;
                for (uint8_t i = 0; i < kPeers; ++i) {
                    if (choose_(4) == 0) all.insert(peer_of(i));
                }
                subject_.reset();
                if (choose_(2) == 0) manager_.set_authorities(std::move(all), now_);
                break;
            }
            case 13:
                if (choose_(8) == 0) core_.report(peer, kLie, now_);
                break;
            case 14:
                manager_.add_address(peer, address_of(number), now_);
                break;
            default:
                subject_.reset();
                advance(choose_(256) == 0 ? 120'000 : Millis{1} << choose_(13));
        }
        settle();
        check();
    }

    /// From here on all peers are honest and can be reached, nobody offers, and lists do not change: reserved peers
    /// whose address is known join all sets that want them.
    void finish() {
        is_kind_ = true;
        for (uint8_t i = 0; i < kPeers; ++i) manager_.add_address(peer_of(i), address_of(i), now_);
        for (int minute = 0; minute < 40; ++minute) advance(60'000);
        settle();
        check();
        for (size_t i = 0; i < kSets; ++i) {
            for (const PeerId& peer : sets_[i]->reserved()) SERINUS_ASSERT(sets_[i]->has(peer));
        }
    }

    size_t joins() const noexcept { return joins_; }
    size_t dials() const noexcept { return dial_count_; }
    size_t put_out() const noexcept { return put_out_; }

  private:
    static constexpr Millis kMinBackoffMs = 5'000, kMinBanMs = 60'000;
    static constexpr size_t kOut[kSets] = {2, 1, 0, 0}, kIn[kSets] = {2, 2, 3, 0};

    static PeerManagerOptions manager_options() {
        return {.out_peers = kOut[0],
                .in_peers = kIn[0],
                .max_dials = 3,
                .max_reserved_dials = 4,
                .min_backoff_ms = kMinBackoffMs,
                .min_ban_ms = kMinBanMs,
                .max_ban_ms = 4 * kMinBanMs};
    }
    static PeerSetOptions set_options(size_t i) {
        return {.out_peers = kOut[i], .in_peers = kIn[i], .reserved_only = i == 3, .max_reserved = 8};
    }
    static CoreProtocols protocols() {
        CoreProtocols out;
        for (size_t i = 0; i < kSets; ++i) {
            out.add(link::NotificationProtocol{.names = {"/set/" + std::to_string(i)}, .max_message_bytes = 100});
        }
        return out;
    }
    static PeerId peer_of(uint8_t number) { return link::test_peer(static_cast<uint8_t>(number + 1)); }
    static wire::Multiaddr address_of(uint8_t number) {
        return *wire::Multiaddr::parse("/ip4/" + std::to_string(number / 2 + 20) + "." + std::to_string(number) +
                                       ".1.1/tcp/1");
    }

    /// The first byte of a handshake is the peer's wish: 0 a slot, 1 no slot, 2 nothing, 3 a lie.
    class Protocol final : public PeerSetProtocol {
      public:
        Protocol(PeerSetGame& game, size_t index) : game_(game), index_(index) {}

        Verdict judge_handshake(const PeerId&, BytesView handshake, const Bytes* offered) override {
            SERINUS_ASSERT(handshake.size() == 1);
            if (handshake[0] == 3) return {Place::kRefused, kLie};
            if (offered != nullptr && (*offered)[0] != handshake[0]) return {Place::kRefused, kLie};
            if (handshake[0] == 1) return {joined.size() < 20 ? Place::kNone : Place::kRefused};
            return {handshake[0] == 2 ? Place::kRefused : Place::kSlot};
        }
        void on_joined(const PeerId& peer, BytesView handshake, Millis now) override {
            SERINUS_ASSERT(joined.emplace(peer, handshake[0] == 1).second);
            SERINUS_ASSERT(game_.core_.notifications().is_open(peer, index_));
            SERINUS_ASSERT(!game_.is_banned(peer, now) || game_.subject_ == peer);
            ++game_.joins_;
        }
        void on_left(const PeerId& peer, Millis) override {
            SERINUS_ASSERT(joined.erase(peer) == 1);
            if (game_.subject_ == peer) return;
            // Put out for another one, or as a list has changed: never a reserved peer. Its connection may have ended.
            SERINUS_ASSERT(!game_.sets_[index_]->is_reserved(peer) || game_.ended_ == peer);
            ++game_.put_out_;
        }
        void on_message(const PeerId& peer, Bytes, Millis) override { SERINUS_ASSERT(joined.contains(peer)); }
        void on_writable(const PeerId& peer, Millis) override { SERINUS_ASSERT(joined.contains(peer)); }

        std::map<PeerId, bool> joined;  ///< with "needs no slot"

      private:
        PeerSetGame& game_;
        size_t index_;
    };

    struct Stream {
        size_t set = 0;
        bool is_ours = false;
    };

    // link::Substreams
    std::optional<link::SubstreamId> open(ConnectionId connection, std::vector<std::string> names, size_t) override {
        if (!connections_.contains(connection) || (!is_kind_ && choose_(16) == 0)) return std::nullopt;
        streams_[{connection, next_stream_}] = {static_cast<size_t>(names.front().back() - '0'), true};
        return next_stream_++;
    }
    bool send(const SubstreamKey& key, BytesView) override { return streams_.contains(key); }
    bool is_drained(const SubstreamKey&) const override { return true; }
    void finish(const SubstreamKey& key) override { streams_.erase(key); }
    void reset(const SubstreamKey& key) override { streams_.erase(key); }

    // Connections
    void dial(const wire::Multiaddr& address, const std::optional<PeerId>& expected) override {
        SERINUS_ASSERT(expected && !is_banned(*expected, now_));
        SERINUS_ASSERT(!core_.is_connected(*expected));
        // No storm: a peer rests half of the shortest pause at least, and few are dialed at once.
        const auto last = last_dial_.find(*expected);
        SERINUS_ASSERT(last == last_dial_.end() || last->second + kMinBackoffMs / 2 <= now_);
        last_dial_[*expected] = now_;
        dials_.emplace_back(address, *expected);
        ++dial_count_;
        const auto options = manager_options();
        SERINUS_ASSERT(dials_.size() <= options.max_dials + options.max_reserved_dials);
    }
    void disconnect(ConnectionId connection) override {
        const auto found = connections_.find(connection);
        if (found == connections_.end() || std::ranges::find(ending_, connection) != ending_.end()) return;
        const PeerId& peer = found->second;
        // A reserved peer keeps one connection, with places or without.
        const auto kept = std::ranges::count_if(connections_, [&](const auto& one) {
            return one.second == peer && std::ranges::find(ending_, one.first) == ending_.end();
        });
        SERINUS_ASSERT(kept > 1 || manager_.is_banned(peer, now_) || !manager_.is_reserved(peer));
        ending_.push_back(connection);
    }

    bool is_banned(const PeerId& peer, Millis now) const {
        const auto found = banned_until_.find(peer);
        return found != banned_until_.end() && found->second > now;
    }
    std::optional<ConnectionId> connection_of(const PeerId& peer) {
        std::vector<ConnectionId> all;
        for (const auto& [id, one] : connections_) {
            if (one == peer) all.push_back(id);
        }
        return all.empty() ? std::nullopt : std::optional(all[is_kind_ ? 0 : choose_(all.size())]);
    }
    void connect(const PeerId& peer, bool is_dialer) {
        uint8_t number = 0;
        while (peer_of(number) != peer) ++number;
        connections_[next_connection_] = peer;
        core_.on_connected(next_connection_, {peer, address_of(number), is_dialer}, now_);
        ++next_connection_;
    }
    void end(ConnectionId id) {
        const PeerId peer = connections_.at(id);
        connections_.erase(id);
        std::erase_if(streams_, [&](const auto& one) { return one.first.connection == id; });
        std::erase(ending_, id);
        ended_ = peer;
        core_.on_disconnected(id, now_);
        ended_.reset();
    }
    void settle() {
        while (!ending_.empty()) end(ending_.front());
        if (!is_kind_) return;
        while (!dials_.empty()) end_some_dial(true);
        for (bool goes_on = true; std::exchange(goes_on, false);) {
            for (const auto& [key, stream] : std::map(streams_)) {
                if (!stream.is_ours || answered_.contains(key) || !streams_.contains(key)) continue;
                answered_.insert(key);
                goes_on = true;
                const PeerId peer = connections_.at(key.connection);
                core_.on_message_event(key.connection, link::MessageReceived{key.substream, Bytes{0}}, now_);
                if (stream_of(peer, stream.set, false) == std::nullopt) offer(peer, stream.set, 0);
            }
        }
        while (!ending_.empty()) end(ending_.front());
    }
    void end_some_dial(bool is_good) {
        if (dials_.empty()) return;
        const size_t at = is_kind_ ? 0 : choose_(dials_.size());
        const auto [address, peer] = dials_[at];
        dials_.erase(dials_.begin() + static_cast<ptrdiff_t>(at));
        subject_ = peer;
        if (is_good) return connect(peer, true);
        core_.on_dial_failed(address, false, now_);
    }
    std::optional<SubstreamKey> stream_of(const PeerId& peer, size_t set, bool is_ours) {
        for (const auto& [key, stream] : streams_) {
            if (stream.set == set && stream.is_ours == is_ours && connections_.at(key.connection) == peer) return key;
        }
        return std::nullopt;
    }
    void offer(const PeerId& peer, size_t set, uint8_t handshake) {
        const auto connection = connection_of(peer);
        if (!connection || stream_of(peer, set, false)) return;
        const SubstreamKey key{*connection, next_stream_++};
        streams_[key] = {set, false};
        core_.on_message_event(key.connection, libp2p::SubstreamAccepted{key.substream, "/set/" + std::to_string(set)},
                               now_);
        core_.on_message_event(key.connection, link::MessageReceived{key.substream, Bytes{handshake}}, now_);
    }
    /// To something that this node has opened.
    void answer_one() {
        std::vector<SubstreamKey> all;
        for (const auto& [key, stream] : streams_) {
            if (stream.is_ours && !answered_.contains(key)) all.push_back(key);
        }
        if (all.empty()) return;
        const SubstreamKey key = all[choose_(all.size())];
        answered_.insert(key);
        subject_ = connections_.at(key.connection);
        core_.on_message_event(key.connection, link::MessageReceived{key.substream, Bytes{some_handshake()}}, now_);
    }
    uint8_t some_handshake() {
        const uint64_t number = choose_(32);
        return number < 4 ? static_cast<uint8_t>(number) : 0;
    }
    void break_off(const PeerId& peer, size_t set) {
        const auto key = stream_of(peer, set, choose_(2) == 0);
        if (!key) return;
        streams_.erase(*key);
        core_.on_message_event(key->connection, libp2p::SubstreamReset{key->substream}, now_);
    }
    void speak(const PeerId& peer, size_t set) {
        const auto key = stream_of(peer, set, false);
        if (key) core_.on_message_event(key->connection, link::MessageReceived{key->substream, Bytes{7}}, now_);
    }

    void advance(Millis ms) {
        const Millis end = now_ + ms;
        for (auto next = core_.next_timer(); next && *next <= end; next = core_.next_timer()) {
            now_ = std::max(now_, *next);
            // A timer that is due again at once would keep the thread of the network busy for ever.
            for (int i = 0; core_.next_timer() && *core_.next_timer() <= now_; ++i) {
                SERINUS_ASSERT(i < 100);
                core_.run_timers(now_);
            }
            settle();
            subject_.reset();
        }
        now_ = end;
        settle();
    }

    void check() {
        SERINUS_ASSERT(ending_.empty());
        for (size_t i = 0; i < kSets; ++i) {
            const PeerSet& set = *sets_[i];
            const auto& joined = protocols_[i]->joined;
            SERINUS_ASSERT(set.reserved().size() <= (i == 0 ? kPeers : 8 + kPeers));
            SERINUS_ASSERT(set.slot_count(SlotKind::kOutbound) <= kOut[i]);
            SERINUS_ASSERT(set.slot_count(SlotKind::kInbound) <= kIn[i]);
            size_t counts[3] = {};
            for (uint8_t number = 0; number < kPeers; ++number) {
                const PeerId peer = peer_of(number);
                const auto slot = set.slot_of(peer);
                const bool has_joined = joined.contains(peer);
                SERINUS_ASSERT(set.has(peer) == has_joined);
                SERINUS_ASSERT(core_.notifications().is_open(peer, i) == has_joined);
                if (has_joined) SERINUS_ASSERT(joined.at(peer) == !slot);
                if (has_joined) SERINUS_ASSERT(!is_banned(peer, now_));
                if (!slot) continue;
                ++counts[static_cast<size_t>(*slot)];
                // A place is kept for a pair that stands or is on its way, and ends with it.
                SERINUS_ASSERT(core_.is_connected(peer) && core_.notifications().has_any(peer));
                SERINUS_ASSERT(set.is_reserved(peer) ? *slot == SlotKind::kReserved : true);
                SERINUS_ASSERT(*slot != SlotKind::kReserved || set.is_reserved(peer) || set.is_authority(peer));
            }
            for (size_t kind = 0; kind < 3; ++kind) {
                SERINUS_ASSERT(counts[kind] == set.slot_count(static_cast<SlotKind>(kind)));
            }
        }
    }

    const Choose choose_;
    Millis now_ = 1'000'000;
    bool is_kind_ = false;
    std::map<ConnectionId, PeerId> connections_;
    std::map<SubstreamKey, Stream> streams_;
    std::set<SubstreamKey> answered_;
    std::vector<ConnectionId> ending_;
    std::vector<std::pair<wire::Multiaddr, PeerId>> dials_;
    std::map<PeerId, Millis> last_dial_, banned_until_;
    std::optional<PeerId> subject_, ended_;
    ConnectionId next_connection_ = 1;
    link::SubstreamId next_stream_ = 1;
    size_t joins_ = 0, dial_count_ = 0, put_out_ = 0;
    Core core_;
    std::vector<std::unique_ptr<Protocol>> protocols_;
    PeerManager manager_;
    std::vector<PeerSet*> sets_;
};

}  // namespace serinus::network
