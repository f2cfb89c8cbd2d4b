/// Notification protocols: a pair of one-way substreams between two peers, each begun with a handshake. Both or none.
///
/// The opener of a substream sends its handshake; the other side accepts with its own handshake or closes. Each side
/// then speaks on the substream that it opened. Spec: sect-protocols-substreams Observed: polkadot-stable2407, litep2p
/// 0.8
#pragma once

#include <map>
#include <set>
#include <variant>
#include <vector>

#include "network/link/types.hpp"

namespace serinus::network::link {

struct NotificationProtocol {
    std::vector<std::string> names;  ///< the best first; those behind it are legacy
    size_t max_message_bytes = 0;
    size_t max_handshake_bytes = 1024;
};

using NotificationIndex = size_t;  ///< in the list that was given to the constructor

enum class NotificationError : uint8_t {
    kNotConnected,
    kRefused,      ///< the handshake was not answered with one
    kUnsupported,  ///< the other side does not speak the protocol
    kTimeout,
    kDisconnected,
    kMalformed,  ///< a handshake or a message above its bound
};

/// Both directions stand. `handshake` is the other side's.
struct NotificationsOpened {
    PeerId peer;
    NotificationIndex protocol;
    Bytes handshake;
};
/// A pair that stood is gone. kDisconnected: its connection ended, which may not be the only one to the peer.
struct NotificationsClosed {
    PeerId peer;
    NotificationIndex protocol;
    NotificationError error;
};
/// A pair that this side wanted, or had accepted, did not come to be.
struct NotificationsFailed {
    PeerId peer;
    NotificationIndex protocol;
    NotificationError error;
};
/// The other side wants a pair: to be answered with accept() or refuse(). No answer is needed where this side wants it
/// too.
struct NotificationsOffered {
    PeerId peer;
    NotificationIndex protocol;
    Bytes handshake;
};
struct NotificationReceived {
    PeerId peer;
    NotificationIndex protocol;
    Bytes message;
};
/// The last message is on its way: the next one may be made.
struct NotificationsWritable {
    PeerId peer;
    NotificationIndex protocol;
};
using NotificationEvent = std::variant<NotificationsOpened, NotificationsClosed, NotificationsFailed,
                                       NotificationsOffered, NotificationReceived, NotificationsWritable>;

class Notifications {
  public:
    /// Observed: 10 s in litep2p 0.8 and smoldot 0.19
    static constexpr Millis kTimeoutMs = 10'000;
    /// Ours: messages of one pair that may come before this side knows that both directions stand.
    static constexpr size_t kMaxEarlyMessages = 16;

    Notifications(std::vector<NotificationProtocol> protocols, Substreams& substreams)
        : protocols_(std::move(protocols)), substreams_(substreams), handshakes_(protocols_.size()) {}

    const std::vector<NotificationProtocol>& protocols() const noexcept { return protocols_; }
    std::optional<NotificationIndex> find(std::string_view name) const noexcept;
    /// Of this side, for pairs that begin from here on.
    void set_handshake(NotificationIndex protocol, Bytes handshake);

    /// Wants a pair. False: the peer is not connected, or there is one, or one is on its way.
    bool open(const PeerId& peer, NotificationIndex protocol, Millis now);
    /// Answers an offer. False, and nothing happens: it is gone.
    bool accept(const PeerId& peer, NotificationIndex protocol, Millis now);
    void refuse(const PeerId& peer, NotificationIndex protocol);
    /// Ends a pair in any state. No event is made.
    void close(const PeerId& peer, NotificationIndex protocol);

    bool is_open(const PeerId& peer, NotificationIndex protocol) const noexcept;
    /// Whether a pair of any protocol stands or is on its way.
    bool has_any(const PeerId& peer) const noexcept {
        const auto found = pairs_.lower_bound({peer, 0});
        return found != pairs_.end() && found->first.first == peer;
    }
    /// Whether no sent message still waits: the moment to make the next one from the present state.
    bool is_writable(const PeerId& peer, NotificationIndex protocol) const;
    /// False: there is no pair, or too much waits. Precondition: at most max_message_bytes.
    bool send(const PeerId& peer, NotificationIndex protocol, BytesView message);
    std::vector<PeerId> peers(NotificationIndex protocol) const;
    /// Nothing more is read of the other side's messages until this is called with false, or the pair ends. At most one
    /// window of its messages is on its way, and waits.
    void hold(const PeerId& peer, NotificationIndex protocol, bool is_held);

    // Events of connections and substreams. Those of substreams that belong to no pair are ignored.
    void on_connected(ConnectionId connection, const PeerId& peer);
    void on_disconnected(ConnectionId connection, std::vector<NotificationEvent>& events);
    void on_accepted(const SubstreamKey& substream, NotificationIndex protocol, Millis now);
    void on_message(const SubstreamKey& substream, Bytes message, std::vector<NotificationEvent>& events);
    void on_drained(const SubstreamKey& substream, std::vector<NotificationEvent>& events);
    /// Finished, reset, refused, or its framing broken.
    void on_closed(const SubstreamKey& substream, NotificationError reason, std::vector<NotificationEvent>& events);

    void on_timer(Millis now, std::vector<NotificationEvent>& events);
    std::optional<Millis> next_timer() const noexcept;

  private:
    using PairKey = std::pair<PeerId, NotificationIndex>;
    /// Of the substream that this side opened.
    enum class Outbound : uint8_t { kNone, kShaking, kOpen };
    /// Of the substream that the other side opened.
    enum class Inbound : uint8_t { kNone, kAwaitingHandshake, kOffered, kOpen };
    struct Pair {
        Outbound outbound = Outbound::kNone;
        Inbound inbound = Inbound::kNone;
        SubstreamKey outbound_key, inbound_key;
        bool is_wanted = false;    ///< by this side: opened or accepted
        bool was_opened = false;   ///< NotificationsOpened was said
        Bytes handshake;           ///< of the other side
        std::vector<Bytes> early;  ///< messages that came before both directions stood
        Millis deadline = 0;       ///< while it is not complete; 0: none
    };
    using Events = std::vector<NotificationEvent>;

    bool open_outbound(const PairKey& key, Pair& pair);
    void accept_inbound(const PairKey& key, Pair& pair);
    void set_deadline(const PairKey& key, Pair& pair, Millis deadline);
    void complete(const PairKey& key, Pair& pair, Events& events);
    void end(PairKey key, std::optional<NotificationError> reason, Events* events);
    Pair* find_pair(const SubstreamKey& substream, PairKey& key);

    const std::vector<NotificationProtocol> protocols_;
    Substreams& substreams_;
    std::vector<Bytes> handshakes_;
    std::map<ConnectionId, PeerId> peers_;
    std::map<PeerId, std::set<ConnectionId>> connections_;
    std::map<PairKey, Pair> pairs_;
    std::map<SubstreamKey, PairKey> by_substream_;
    std::set<std::pair<Millis, PairKey>> deadlines_;
};

}  // namespace serinus::network::link
