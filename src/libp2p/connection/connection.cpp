#include "libp2p/connection/connection.hpp"

#include <algorithm>
#include <map>

#include "base/assert.hpp"

namespace serinus::network::libp2p {
namespace {

using Events = std::vector<ConnectionEvent>;

constexpr std::string_view kNoise = "/noise";
constexpr std::string_view kYamux = "/yamux/1.0.0";
constexpr size_t kLengthBytes = 2;  ///< before each noise message
/// Of the plaintext in one noise message that we send: a frame of 16 KiB and some small ones.
constexpr size_t kMaxPlaintextBytes = 32 * 1024;
static_assert(kMaxPlaintextBytes <= noise::kMaxPlaintextBytes);

/// Either side of a negotiation.
class Negotiation {
  public:
    static Negotiation dialer(std::vector<std::string> names) {
        Negotiation out;
        out.dialer_.emplace(std::move(names));
        return out;
    }
    static Negotiation listener() { return {}; }

    void start(Bytes& out) const {
        if (dialer_) dialer_->start(out);
    }
    Result<void, multistream::NegotiationError> take(BytesView& input, Bytes& out,
                                                     const multistream::Listener::Supports& supports) {
        return dialer_ ? dialer_->take(input, out) : listener_.take(input, out, supports);
    }
    const std::string* agreed() const noexcept { return dialer_ ? dialer_->agreed() : listener_.agreed(); }

  private:
    std::optional<multistream::Dialer> dialer_;
    multistream::Listener listener_;
};

/// A substream whose protocol is not agreed on yet.
struct Pending {
    Negotiation negotiation;
    bool is_outbound = false;
    bool is_eager = false;  ///< data may be written before the agreement
    Millis deadline = 0;
};

}  // namespace

struct Connection::Impl {
    enum class Phase : uint8_t { kSecurity, kHandshake, kMultiplexer, kOpen, kFailed };

    Impl(const noise::Identity& identity_in, const noise::SecretKey& ephemeral,
         multistream::Listener::Supports supports_in, const ConnectionOptions& options_in, Millis now)
        : options(options_in),
          supports(std::move(supports_in)),
          negotiation(side(kNoise)),
          handshake(std::in_place,
                    options.is_dialer ? noise::Handshake::Role::kInitiator : noise::Handshake::Role::kResponder,
                    identity_in, ephemeral, options.expected),
          session(options.is_dialer ? yamux::Role::kClient : yamux::Role::kServer, options.multiplexer),
          upgrade_deadline(now + options.upgrade_timeout_ms) {
        negotiation.start(plain_output);
    }

    Negotiation side(std::string_view name) const {
        return options.is_dialer ? Negotiation::dialer({std::string(name)}) : Negotiation::listener();
    }

    void fail(ConnectionError error, std::string reason, Events& events) {
        if (phase == Phase::kFailed) return;
        phase = Phase::kFailed;
        pending.clear();
        events.push_back(Failed{error, std::move(reason)});
    }

    // Bytes of the transport.

    void take(MutableBytesView input, Millis now, Events& events) {
        while (!input.empty() && phase != Phase::kFailed) {
            const size_t before = input.size();
            if (phase == Phase::kSecurity) {
                BytesView rest = input;
                negotiate(kNoise, rest, plain_output, events);
                input = input.last(rest.size());
                if (phase == Phase::kHandshake) handshake->start(plain_output);
            } else if (phase == Phase::kHandshake) {
                BytesView rest = input;
                const auto taken = handshake->take(rest, plain_output);
                input = input.last(rest.size());
                if (!taken) {
                    const bool is_wrong_peer = taken.error() == noise::HandshakeError::kWrongPeer;
                    fail(is_wrong_peer ? ConnectionError::kWrongPeer : ConnectionError::kHandshake,
                         noise::to_string(taken.error()), events);
                } else if (handshake->is_complete()) {
                    begin_encryption();
                }
            } else {
                input = take_message(input, now, events);
            }
            if (phase != Phase::kFailed && input.size() == before) break;
        }
    }

    void negotiate(std::string_view name, BytesView& input, Bytes& out, Events& events) {
        const auto taken = negotiation.take(input, out, [&](std::string_view proposed) { return proposed == name; });
        if (!taken) {
            fail(ConnectionError::kNegotiation, multistream::to_string(taken.error()), events);
        } else if (negotiation.agreed() != nullptr) {
            phase = phase == Phase::kSecurity ? Phase::kHandshake : Phase::kOpen;
        }
    }

    void begin_encryption() {
        remote_peer = handshake->remote_peer();
        auto transport = handshake->split();
        handshake.reset();
        sender.emplace(std::move(transport.send));
        receiver.emplace(std::move(transport.receive));
        phase = Phase::kMultiplexer;
        negotiation = side(kYamux);
        negotiation.start(clear_output);
    }

    /// Takes one noise message, or its bytes so far; gives the rest of the input. A message that is whole in the
    /// input is decrypted where it is.
    MutableBytesView take_message(MutableBytesView input, Millis now, Events& events) {
        const auto length_of = [](BytesView bytes) { return static_cast<size_t>(bytes[0]) << 8 | bytes[1]; };
        if (partial.empty() && input.size() >= kLengthBytes && input.size() >= kLengthBytes + length_of(input)) {
            const size_t size = length_of(input);
            on_message(input.subspan(kLengthBytes, size), now, events);
            return input.subspan(kLengthBytes + size);
        }
        const auto fill_to = [&](size_t size) {
            const size_t more = std::min(size - std::min(size, partial.size()), input.size());
            append(partial, input.first(more));
            input = input.subspan(more);
            return partial.size() >= size;
        };
        if (!fill_to(kLengthBytes)) return input;
        if (!fill_to(kLengthBytes + length_of(partial))) return input;
        Bytes message = std::exchange(partial, {});
        on_message(MutableBytesView(message).subspan(kLengthBytes), now, events);
        // Views of events point into it until the next call.
        kept_messages.push_back(std::move(message));
        return input;
    }

    void on_message(MutableBytesView message, Millis now, Events& events) {
        const auto text = receiver->decrypt(message);
        if (!text) return fail(ConnectionError::kDecryption, "a message was not encrypted by the other side", events);
        BytesView plaintext = *text;
        if (phase == Phase::kMultiplexer) {
            negotiate(kYamux, plaintext, clear_output, events);
            if (phase != Phase::kOpen) return;
            events.push_back(Established{*remote_peer});
        }
        if (plaintext.empty()) return;
        std::vector<yamux::SessionEvent> session_events;
        const auto taken = session.take(plaintext, session_events);
        for (const auto& event : session_events) on_session_event(event, now, events);
        if (!taken) fail(ConnectionError::kMultiplexer, yamux::to_string(taken.error()), events);
    }

    // Substreams.

    void on_session_event(const yamux::SessionEvent& event, Millis now, Events& events) {
        if (const auto* opened = std::get_if<yamux::StreamOpened>(&event)) {
            pending.emplace(opened->stream, Pending{.negotiation = Negotiation::listener(),
                                                    .deadline = now + options.substream_timeout_ms});
        } else if (const auto* data = std::get_if<yamux::StreamData>(&event)) {
            on_data(data->stream, data->bytes, events);
        } else if (const auto* finished = std::get_if<yamux::StreamFinished>(&event)) {
            if (pending.contains(finished->stream)) {
                give_up(finished->stream, events);
            } else {
                events.push_back(SubstreamFinished{finished->stream});
            }
        } else if (const auto* gone = std::get_if<yamux::StreamReset>(&event)) {
            const auto found = pending.find(gone->stream);
            if (found == pending.end()) {
                events.push_back(SubstreamReset{gone->stream});
            } else {
                const bool is_outbound = found->second.is_outbound;
                pending.erase(found);
                if (is_outbound) events.push_back(SubstreamRefused{gone->stream});
            }
        } else if (std::holds_alternative<yamux::GoAwayReceived>(event)) {
            events.push_back(RemoteGoesAway{});
        }
        // Pongs: this side sends no pings of yamux.
    }

    void on_data(SubstreamId id, BytesView bytes, Events& events) {
        const auto found = pending.find(id);
        if (found != pending.end()) {
            Bytes answer;
            const size_t before = bytes.size();
            const auto taken = found->second.negotiation.take(bytes, answer, supports);
            session.consumed(id, before - bytes.size());
            // The answers of a negotiation are short, and nothing else was written.
            if (answer.size() > session.writable_bytes(id)) return give_up(id, events);
            session.write(id, answer);
            if (!taken) return give_up(id, events);
            const std::string* agreed = found->second.negotiation.agreed();
            if (agreed == nullptr) return;
            if (found->second.is_outbound) {
                events.push_back(SubstreamNegotiated{id, *agreed});
            } else {
                events.push_back(SubstreamAccepted{id, *agreed});
            }
            pending.erase(found);
        }
        if (!bytes.empty()) events.push_back(SubstreamData{id, bytes});
    }

    /// A negotiation that came to nothing.
    void give_up(SubstreamId id, Events& events, bool is_late = false) {
        const auto found = pending.find(id);
        if (found == pending.end()) return;
        if (found->second.is_outbound) events.push_back(SubstreamRefused{id, is_late});
        pending.erase(found);
        session.reset(id);
    }

    // Output.

    void give(size_t max_bytes, Bytes& out, Events& events) {
        const size_t end = out.size() + max_bytes;
        append(out, plain_output);
        plain_output.clear();
        while (sender && out.size() < end && has_clear_output()) {
            const size_t begin = out.size();
            out.resize(begin + kLengthBytes);
            append(out, clear_output);
            clear_output.clear();
            if (phase == Phase::kOpen || phase == Phase::kFailed) {
                std::vector<yamux::SessionEvent> session_events;
                const size_t room = std::min(kMaxPlaintextBytes, end - std::min(end, begin));
                session.give(std::max<size_t>(1, room), out, session_events);
                for (const auto& event : session_events) {
                    const auto* writable = std::get_if<yamux::StreamWritable>(&event);
                    if (writable != nullptr && !pending.contains(writable->stream)) {
                        events.push_back(SubstreamWritable{writable->stream});
                    }
                }
            }
            encrypt(out, begin);
        }
    }

    /// Encrypts all of `out` behind the length at `begin`.
    void encrypt(Bytes& out, size_t begin) {
        const size_t size = out.size() - begin - kLengthBytes;
        if (size == 0) {  // only substreams that were reset since
            out.resize(begin);
            return;
        }
        SERINUS_ASSERT(size <= noise::kMaxPlaintextBytes);
        out.resize(out.size() + noise::kTagBytes);
        // 2^64 messages are never sent.
        const auto encrypted = sender->encrypt(MutableBytesView(out).subspan(begin + kLengthBytes));
        SERINUS_ASSERT(encrypted.has_value());
        const size_t message_size = size + noise::kTagBytes;
        out[begin] = static_cast<uint8_t>(message_size >> 8);
        out[begin + 1] = static_cast<uint8_t>(message_size);
    }

    bool has_clear_output() const noexcept {
        return !clear_output.empty() || ((phase == Phase::kOpen || phase == Phase::kFailed) && session.has_output());
    }

    const ConnectionOptions options;
    const multistream::Listener::Supports supports;
    Phase phase = Phase::kSecurity;
    Negotiation negotiation;  ///< of the connection itself
    std::optional<noise::Handshake> handshake;
    std::optional<noise::Cipher> sender, receiver;
    std::optional<wire::PeerId> remote_peer;
    yamux::Session session;
    std::map<SubstreamId, Pending> pending;
    Millis upgrade_deadline;
    Bytes partial;                     ///< a noise message that is not complete, with its length
    std::vector<Bytes> kept_messages;  ///< into which events of the last take() point
    Bytes plain_output;                ///< to be sent as it is
    Bytes clear_output;                ///< to be encrypted, before the output of the multiplexer
};

Connection::Connection(const noise::Identity& identity, const noise::SecretKey& ephemeral,
                       multistream::Listener::Supports supports, const ConnectionOptions& options, Millis now)
    : impl_(std::make_unique<Impl>(identity, ephemeral, std::move(supports), options, now)) {}
Connection::~Connection() = default;

void Connection::take(MutableBytesView input, Millis now, Events& events) {
    impl_->kept_messages.clear();
    impl_->take(input, now, events);
}

void Connection::give(size_t max_bytes, Bytes& out, Events& events) { impl_->give(max_bytes, out, events); }

bool Connection::has_output() const noexcept {
    return !impl_->plain_output.empty() || (impl_->sender && impl_->has_clear_output());
}

void Connection::on_timer(Millis now, Events& events) {
    if (has_failed()) return;
    if (!is_established()) {
        if (now >= impl_->upgrade_deadline) {
            impl_->fail(ConnectionError::kTimeout, "the handshake took too long", events);
        }
        return;
    }
    std::vector<SubstreamId> late;
    for (const auto& [id, one] : impl_->pending) {
        if (now >= one.deadline) late.push_back(id);
    }
    for (const SubstreamId id : late) impl_->give_up(id, events, true);
}

std::optional<Millis> Connection::next_timer() const noexcept {
    if (has_failed()) return std::nullopt;
    if (!is_established()) return impl_->upgrade_deadline;
    const auto next = std::ranges::min_element(impl_->pending, {}, [](const auto& one) { return one.second.deadline; });
    return next == impl_->pending.end() ? std::nullopt : std::optional(next->second.deadline);
}

bool Connection::is_established() const noexcept { return impl_->phase == Impl::Phase::kOpen; }
bool Connection::has_failed() const noexcept { return impl_->phase == Impl::Phase::kFailed; }
const std::optional<wire::PeerId>& Connection::remote_peer() const noexcept { return impl_->remote_peer; }

std::optional<SubstreamId> Connection::open(std::vector<std::string> names, Millis now) {
    if (!is_established()) return std::nullopt;
    const auto id = impl_->session.open();
    if (!id) return std::nullopt;
    const bool is_eager = names.size() == 1;
    Pending pending{.negotiation = Negotiation::dialer(std::move(names)),
                    .is_outbound = true,
                    .is_eager = is_eager,
                    .deadline = now + impl_->options.substream_timeout_ms};
    Bytes proposal;
    pending.negotiation.start(proposal);
    impl_->session.write(*id, proposal);
    impl_->pending.emplace(*id, std::move(pending));
    return id;
}

size_t Connection::writable_bytes(SubstreamId substream) const noexcept {
    if (has_failed()) return 0;
    const auto found = impl_->pending.find(substream);
    if (found != impl_->pending.end() && !found->second.is_eager) return 0;
    return impl_->session.writable_bytes(substream);
}

void Connection::write(SubstreamId substream, BytesView bytes) {
    SERINUS_ASSERT(bytes.size() <= writable_bytes(substream));
    impl_->session.write(substream, bytes);
}

void Connection::finish(SubstreamId substream) { impl_->session.finish(substream); }

void Connection::reset(SubstreamId substream) {
    impl_->pending.erase(substream);
    impl_->session.reset(substream);
}

void Connection::consumed(SubstreamId substream, size_t bytes) { impl_->session.consumed(substream, bytes); }
void Connection::raise_window(SubstreamId substream, uint32_t window) {
    impl_->session.raise_window(substream, window);
}
void Connection::go_away() { impl_->session.go_away(yamux::GoAwayCode::kNormal); }
size_t Connection::substream_count() const noexcept { return impl_->session.stream_count(); }

size_t Connection::memory_bytes() const noexcept {
    constexpr size_t kBytesOfAStream = 256;  // with the node of its map
    size_t out = impl_->partial.capacity() + impl_->plain_output.capacity() + impl_->clear_output.capacity();
    for (const Bytes& message : impl_->kept_messages) out += message.capacity();
    return out + impl_->session.queued_bytes() + impl_->session.stream_count() * kBytesOfAStream;
}

}  // namespace serinus::network::libp2p
