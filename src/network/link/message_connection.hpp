/// A connection whose substreams carry whole messages. Code above it never sees a cut message, and a simulation can
/// leave out everything below it.
#pragma once

#include <map>
#include <memory>

#include "libp2p/connection/connection.hpp"

namespace serinus::network::link {

using libp2p::Millis;
using libp2p::SubstreamId;

/// How messages stand on a substream.
struct Framing {
    /// Bytes of every message; 0: each message stands behind its length as a varint.
    size_t fixed_bytes = 0;
    size_t max_message_bytes = 0;  ///< of the other side's messages
    /// Of its first one, if that is shorter: a handshake, before which the other side is a stranger. 0: as the others.
    size_t max_first_message_bytes = 0;
};

/// The framing of a protocol on the wire.
struct ProtocolRules {
    Framing framing;
    size_t max_inbound_per_connection = 8;  ///< substreams that the other side may have open; more are reset
};

/// Finds the rules by the name that was negotiated; nullptr: this node does not accept such substreams.
using FindRules = std::function<const ProtocolRules*(std::string_view name)>;

struct MessageReceived {
    SubstreamId substream;
    Bytes message;
};
/// All messages are on their way: the next one can be sent without waiting.
struct Drained {
    SubstreamId substream;
};
/// The other side broke the framing of a substream, which is reset: a message above the bound, a length that is none.
struct FramingBroken {
    SubstreamId substream;
};

/// In place of SubstreamData and SubstreamWritable of libp2p::Connection; SubstreamFinished comes behind the last whole
/// message, and bytes of an incomplete one are FramingBroken.
using MessageEvent =
    std::variant<libp2p::Established, libp2p::SubstreamAccepted, libp2p::SubstreamNegotiated, libp2p::SubstreamRefused,
                 MessageReceived, Drained, FramingBroken, libp2p::SubstreamFinished, libp2p::SubstreamReset,
                 libp2p::RemoteGoesAway, libp2p::Failed>;

struct MessageConnectionOptions {
    libp2p::ConnectionOptions connection = {};
    /// Of messages that come in or wait to be sent, all substreams together. A substream whose data exceeds it is
    /// reset, and a message that would exceed it is not sent.
    size_t max_buffered_bytes = size_t{64} << 20;
    /// Of these, of messages that are not complete, on substreams that the other side opened: one of the longest that
    /// there are, and short ones beside it.
    size_t max_unasked_bytes = size_t{17} << 20;
};

class MessageConnection {
  public:
    MessageConnection(const noise::Identity& identity, const noise::SecretKey& ephemeral, FindRules find_rules,
                      const MessageConnectionOptions& options, Millis now);

    // As libp2p::Connection.
    void take(MutableBytesView input, Millis now, std::vector<MessageEvent>& events);
    void give(size_t max_bytes, Bytes& out, std::vector<MessageEvent>& events);
    bool has_output() const noexcept { return connection_.has_output() || has_released_; }
    void on_timer(Millis now, std::vector<MessageEvent>& events);
    std::optional<Millis> next_timer() const noexcept { return connection_.next_timer(); }
    bool is_established() const noexcept { return connection_.is_established(); }
    bool has_failed() const noexcept { return connection_.has_failed(); }
    const std::optional<wire::PeerId>& remote_peer() const noexcept { return connection_.remote_peer(); }

    /// Messages can be sent at once; they wait until a protocol is agreed on. `framing` holds for all names.
    std::optional<SubstreamId> open(std::vector<std::string> names, const Framing& framing, Millis now);
    /// False: the substream is gone or finished, or `max_buffered_bytes` wait already.
    [[nodiscard]] bool send(SubstreamId substream, BytesView message);
    /// Whether nothing waits that was sent before.
    bool is_drained(SubstreamId substream) const noexcept;
    void finish(SubstreamId substream);
    void reset(SubstreamId substream);
    /// Held: data that comes waits, and counts against the window of the substream, until it is held no more: then
    /// give() has its messages.
    void hold(SubstreamId substream, bool is_held);
    void go_away() { connection_.go_away(); }

    size_t substream_count() const noexcept { return substreams_.size(); }
    size_t memory_bytes() const noexcept { return connection_.memory_bytes() + buffered_bytes_; }
    /// Bytes that the peer makes this side keep: of messages that it began and that were not asked for, and of what it
    /// does not take.
    size_t imposed_bytes() const noexcept { return buffered_bytes_ - wanted_bytes_; }
    size_t unasked_bytes() const noexcept { return unasked_bytes_; }

  private:
    struct Substream {
        std::string protocol;  ///< of those that the other side opened
        Framing framing;
        Bytes incoming = {};  ///< a message that is not complete, behind the bytes of its length
        Bytes outgoing = {};  ///< framed messages that the connection does not take yet
        size_t outgoing_begin = 0;
        bool finishes = false;  ///< behind waiting bytes
        bool is_remote_finished = false;
        bool was_full = false;  ///< Drained is due
        bool had_message = false;
        bool is_held = false;  ///< or released, and not read yet: data received meanwhile is in held_

        bool is_wanted() const noexcept { return protocol.empty(); }  ///< this side opened it

        size_t waiting() const noexcept { return outgoing.size() - outgoing_begin; }
    };

    /// Of a substream that is held, or was.
    struct Held {
        Bytes data = {};  ///< at most a window
        bool is_released = false;
        bool is_finished = false;  ///< behind the data
    };

    void on_events(std::vector<libp2p::ConnectionEvent>& in, std::vector<MessageEvent>& out);
    void on_accepted(libp2p::SubstreamAccepted event, std::vector<MessageEvent>& out);
    void on_data(SubstreamId id, BytesView bytes, std::vector<MessageEvent>& out);
    bool take_message(Substream& substream, BytesView& bytes, std::optional<Bytes>& message);
    void break_framing(SubstreamId id, std::vector<MessageEvent>& out);
    void pump(SubstreamId id, Substream& substream, std::vector<MessageEvent>* out);
    void on_finished(SubstreamId id, std::vector<MessageEvent>& out);
    void read_released(std::vector<MessageEvent>& out);
    void erase_if_over(SubstreamId id);
    void erase(SubstreamId id);

    size_t& incoming_bytes(const Substream& substream) noexcept {
        return substream.is_wanted() ? wanted_bytes_ : unasked_bytes_;
    }

    FindRules find_rules_;
    size_t max_buffered_bytes_, max_unasked_bytes_;
    std::map<SubstreamId, Substream> substreams_;
    /// Those for which Substream::is_held. Few connections ever have one: nullptr without.
    std::unique_ptr<std::map<SubstreamId, Held>> held_;
    bool has_released_ = false;
    std::map<std::string, size_t, std::less<>> inbound_counts_;
    size_t buffered_bytes_ = 0;
    /// Of these, messages that are not complete, by the side that opened their substreams: this one, or the other.
    size_t wanted_bytes_ = 0, unasked_bytes_ = 0;
    libp2p::Connection connection_;
};

}  // namespace serinus::network::link
