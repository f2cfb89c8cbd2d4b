/// Request and response: one substream for each, opened by the asking side.
/// Spec: sect-protocols-substreams
/// Observed: polkadot-stable2407, litep2p 0.8
#pragma once

#include <map>
#include <set>
#include <variant>
#include <vector>

#include "network/link/types.hpp"

namespace serinus::network::link {

struct RequestProtocol {
    std::vector<std::string> names;  ///< the best first; those behind it are legacy
    size_t max_request_bytes = 0;
    size_t max_response_bytes = 0;
    Millis timeout_ms = 0;  ///< of our requests
    /// Requests of all peers, and of one, that wait for an answer or whose answer is on its way; more are refused.
    /// Substreams of a peer that have not asked yet are as many at most, and count for nobody else.
    size_t max_inbound = 20;
    size_t max_inbound_per_peer = 4;
    /// Ours: content of the requests that wait for an answer. One of the greatest size always has room.
    size_t max_inbound_bytes = size_t{20} << 20;
};

/// Ours: how long the other side may take to send a request on a substream that it opened.
inline constexpr Millis kInboundRequestTimeoutMs = 10'000;
/// Ours: answers of all protocols that peers do not take wait in so many bytes. When there are more, the oldest of
/// those that have waited for kSlowAnswerMs are given up; each ends after the time-out of its protocol.
inline constexpr size_t kMaxUndeliveredBytes = size_t{128} << 20;
inline constexpr Millis kSlowAnswerMs = 2'000;

using ProtocolIndex = size_t;  ///< in the list that was given to the constructor
using RequestId = uint64_t;
using InboundRequestId = uint64_t;

enum class RequestError : uint8_t {
    kNotConnected,
    kRefused,  ///< closed without an answer, or the protocol is not supported
    kTimeout,
    kDisconnected,
    kMalformed,  ///< more than one message, or a message above the bound
    kCancelled,  ///< by us; no event is made for it
};

struct ResponseReceived {
    RequestId request;
    PeerId peer;
    Bytes response;
};
struct RequestFailed {
    RequestId request;
    PeerId peer;
    RequestError error;
};
/// To be answered with respond().
struct RequestReceived {
    InboundRequestId request;
    PeerId peer;
    ProtocolIndex protocol;
    Bytes content;
};
/// The other side lost interest, or is gone: an answer would go nowhere.
struct InboundRequestGone {
    InboundRequestId request;
};
/// An answer that waited for the other side is on its way, or was given up: the peer may be given the next one.
struct AnswerOver {
    InboundRequestId request;
    PeerId peer;
    ProtocolIndex protocol;
};
using RequestEvent = std::variant<ResponseReceived, RequestFailed, RequestReceived, InboundRequestGone, AnswerOver>;

class Requests {
  public:
    Requests(std::vector<RequestProtocol> protocols, Substreams& substreams)
        : protocols_(std::move(protocols)),
          substreams_(substreams),
          turned_away_(protocols_.size()),
          inbound_bytes_(protocols_.size()),
          silent_(protocols_.size()),
          asked_(protocols_.size()) {}

    const std::vector<RequestProtocol>& protocols() const noexcept { return protocols_; }
    /// The protocol of this name; nullopt: none of ours.
    std::optional<ProtocolIndex> find(std::string_view name) const noexcept;

    /// nullopt: the peer is not connected, or has too many substreams. Precondition: at most max_request_bytes.
    std::optional<RequestId> request(const PeerId& peer, ProtocolIndex protocol, BytesView content, Millis now);
    /// Nothing is heard of it any more.
    void cancel(RequestId request);
    /// nullopt refuses: the substream is closed without an answer.
    void respond(InboundRequestId request, const std::optional<Bytes>& response, Millis now);
    /// Whether an answer would go out now: the request still waits, no other answer of its protocol waits for its peer
    /// to take it, and those of all peers hold fewer bytes than their bound. If not, AnswerOver tells of a change.
    bool may_respond(InboundRequestId request) const;

    // Events of connections and substreams. Those of substreams that belong to no request are ignored.
    void on_connected(ConnectionId connection, const PeerId& peer);
    void on_disconnected(ConnectionId connection, std::vector<RequestEvent>& events);
    void on_accepted(const SubstreamKey& substream, ProtocolIndex protocol, Millis now);
    void on_message(const SubstreamKey& substream, Bytes message, std::vector<RequestEvent>& events);
    void on_drained(const SubstreamKey& substream, std::vector<RequestEvent>& events);
    void on_finished(const SubstreamKey& substream, std::vector<RequestEvent>& events);
    /// Whether the substream belongs to a request of either side.
    bool has(const SubstreamKey& substream) const {
        return outbound_.contains(substream) || inbound_.contains(substream);
    }
    /// Reset, refused, or its framing broken.
    void on_closed(const SubstreamKey& substream, RequestError reason, std::vector<RequestEvent>& events);

    void on_timer(Millis now, std::vector<RequestEvent>& events);
    std::optional<Millis> next_timer() const noexcept;

    size_t outbound_count() const noexcept { return outbound_.size(); }
    size_t inbound_count() const noexcept { return inbound_.size(); }
    /// Of answers that peers have not taken yet.
    size_t undelivered_bytes() const noexcept { return undelivered_bytes_; }
    /// Requests since the start for which there was no room.
    uint64_t turned_away(ProtocolIndex protocol) const { return turned_away_.at(protocol); }

  private:
    struct Outbound {
        RequestId id = 0;
        PeerId peer;
        Millis deadline = 0;
    };
    struct Inbound {
        InboundRequestId id = 0;  ///< 0: the request has not come yet
        PeerId peer;
        ProtocolIndex protocol = 0;
        Millis deadline = 0;      ///< for the request to come, or for its answer to be taken
        size_t bytes = 0;         ///< of its content
        size_t answer_bytes = 0;  ///< of an answer that was not taken yet
        bool is_answered = false;
        Millis answered_at = 0;
    };

    /// How many there are of a protocol, so that none of them is visited to know it.
    struct Count {
        size_t all = 0;
        std::map<PeerId, size_t> by_peer;
        size_t of(const PeerId& peer) const {
            const auto found = by_peer.find(peer);
            return found == by_peer.end() ? 0 : found->second;
        }
        void add(const PeerId& peer);
        void remove(const PeerId& peer);
    };

    void fail(const SubstreamKey& substream, RequestError error, std::vector<RequestEvent>& events);
    void erase_inbound(std::map<SubstreamKey, Inbound>::iterator at);
    void forget_inbound(const SubstreamKey& substream, std::vector<RequestEvent>& events);
    void set_deadline(const SubstreamKey& substream, Inbound& one, Millis deadline);
    void hurry_answers(Millis now);

    const std::vector<RequestProtocol> protocols_;
    Substreams& substreams_;
    std::vector<uint64_t> turned_away_;  ///< by protocol
    std::vector<size_t> inbound_bytes_;  ///< by protocol
    std::vector<Count> silent_;          ///< by protocol: substreams of others on which no request has come yet
    std::vector<Count> asked_;           ///< by protocol: requests of others, until their answers are taken
    std::map<ConnectionId, PeerId> peers_;
    std::map<PeerId, std::set<ConnectionId>> connections_;
    std::map<SubstreamKey, Outbound> outbound_;
    std::map<RequestId, SubstreamKey> by_request_;
    std::set<std::pair<Millis, SubstreamKey>> deadlines_;  ///< of all that is waited for
    std::map<SubstreamKey, Inbound> inbound_;
    std::map<InboundRequestId, SubstreamKey> by_inbound_;
    std::map<InboundRequestId, SubstreamKey> undelivered_;  ///< answers that were not taken yet
    size_t undelivered_bytes_ = 0;
    RequestId next_request_ = 1;
    InboundRequestId next_inbound_ = 1;
};

}  // namespace serinus::network::link
