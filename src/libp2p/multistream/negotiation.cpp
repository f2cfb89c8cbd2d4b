#include "libp2p/multistream/negotiation.hpp"

#include <optional>

#include "libp2p/wire/varint.hpp"

namespace serinus::network::multistream {
namespace {

constexpr std::string_view kHeader = "/multistream/1.0.0";
constexpr std::string_view kRefusal = "na";
constexpr std::string_view kList = "ls";

void append_message(Bytes& out, std::string_view message) {
    wire::append_varint(out, message.size() + 1);
    append(out, as_bytes(message));
    out.push_back('\n');
}

/// The next whole message, without its line break; nullopt: more bytes are needed. Takes no byte behind the message, so
/// bytes go to `buffer` one by one while the length is read.
Result<std::optional<std::string>, NegotiationError> take_message(Bytes& buffer, BytesView& input) {
    for (;;) {
        BytesView rest = buffer;
        const auto size = wire::decode_varint(rest);
        if (!size && size.error() != wire::VarintError::kTruncated) return Err(NegotiationError::kMalformed);
        if (size && *size > kMaxMessageBytes) return Err(NegotiationError::kTooLong);
        if (size && *size == 0) return Err(NegotiationError::kMalformed);
        const size_t missing = size ? static_cast<size_t>(*size) - rest.size() : 1;
        if (missing > 0) {
            const size_t more = std::min(missing, input.size());
            if (more == 0) return std::optional<std::string>();
            append(buffer, input.first(more));
            input = input.subspan(more);
            continue;
        }
        if (rest.back() != '\n') return Err(NegotiationError::kMalformed);
        std::string message(as_text(rest.first(rest.size() - 1)));
        buffer.clear();
        return std::optional(std::move(message));
    }
}

}  // namespace

const char* to_string(NegotiationError error) noexcept {
    switch (error) {
        case NegotiationError::kMalformed:
            return "a message of the negotiation of protocols is malformed";
        case NegotiationError::kTooLong:
            return "a message of the negotiation of protocols is too long";
        case NegotiationError::kTooManyProposals:
            return "too many protocols were proposed";
        case NegotiationError::kRefused:
            return "the other side does not support the protocol";
    }
    return "";
}

void Dialer::start(Bytes& out) const {
    append_message(out, kHeader);
    append_message(out, names_.front());
}

Result<void, NegotiationError> Dialer::take(BytesView& input, Bytes& out) {
    while (!is_done_) {
        TRY_ASSIGN(const auto message, take_message(buffer_, input));
        if (!message) return {};
        if (!has_header_) {
            if (*message != kHeader) return Err(NegotiationError::kMalformed);
            has_header_ = true;
        } else if (*message == names_[proposed_]) {
            is_done_ = true;
        } else if (*message == kRefusal) {
            if (proposed_ + 1 == names_.size()) return Err(NegotiationError::kRefused);
            append_message(out, names_[++proposed_]);
        } else {
            return Err(NegotiationError::kMalformed);
        }
    }
    return {};
}

Result<void, NegotiationError> Listener::take(BytesView& input, Bytes& out, const Supports& supports) {
    while (agreed_.empty()) {
        TRY_ASSIGN(auto message, take_message(buffer_, input));
        if (!message) return {};
        if (!has_header_) {
            if (*message != kHeader) return Err(NegotiationError::kMalformed);
            has_header_ = true;
            append_message(out, kHeader);
            continue;
        }
        if (++proposals_ > kMaxProposals) return Err(NegotiationError::kTooManyProposals);
        // Nobody on these networks asks for the list of protocols; it is refused as an unknown name is.
        if (message->empty() || *message == kList || !supports(*message)) {
            append_message(out, kRefusal);
            continue;
        }
        agreed_ = *std::move(message);
        append_message(out, agreed_);
    }
    return {};
}

}  // namespace serinus::network::multistream
