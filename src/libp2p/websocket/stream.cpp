#include "libp2p/websocket/stream.hpp"

#include "base/assert.hpp"

namespace serinus::network::websocket {
namespace {

// Reasons in close frames. Spec: RFC 6455, 7.4.1
constexpr uint16_t kNormal = 1000, kProtocolError = 1002, kUnsupportedData = 1003;

Bytes close_payload(uint16_t code) { return {static_cast<uint8_t>(code >> 8), static_cast<uint8_t>(code)}; }

/// Codes that may stand in a frame: those that are defined, and those that are left to libraries and applications.
bool is_close_code(uint16_t code) noexcept {
    return (code >= 1000 && code <= 1014 && code != 1004 && code != 1005 && code != 1006) ||
           (code >= 3000 && code <= 4999);
}

}  // namespace

Stream::Stream(ClientOptions options) : is_client_(true), nonce_(options.nonce), mask_state_(options.mask_seed) {
    append(output_, as_bytes(upgrade_request(options.host, options.path, nonce_)));
}

Result<void, StreamError> Stream::take(MutableBytesView input, std::vector<MutableBytesView>& data) {
    while (!input.empty() && phase_ != Phase::kClosed) {
        ENSURE(phase_ != Phase::kFailed, StreamError{"the WebSocket connection failed before"});
        if (phase_ == Phase::kUpgrade) {
            TRY(take_upgrade(input));
        } else if (!frame_) {
            TRY(take_head(input));
        } else {
            TRY(take_payload(input, data));
        }
    }
    return {};
}

Stream::Taken Stream::take_upgrade(MutableBytesView& input) {
    constexpr std::string_view kEnd = "\r\n\r\n";
    const size_t before = upgrade_.size();
    const size_t more = std::min(input.size(), kMaxUpgradeBytes - before);
    upgrade_ += as_text(input.first(more));
    const size_t end = upgrade_.find(kEnd, before < kEnd.size() ? 0 : before - kEnd.size() + 1);
    if (end == upgrade_.npos) {
        input = input.subspan(more);
        if (upgrade_.size() < kMaxUpgradeBytes) return {};
        phase_ = Phase::kFailed;
        if (!is_client_) append(output_, as_bytes(refusal_of(UpgradeError::kMalformed)));
        return Err(StreamError{"the head of the WebSocket upgrade is too long"});
    }
    const std::string head = std::exchange(upgrade_, {}).substr(0, end + kEnd.size());
    input = input.subspan(head.size() - before);
    const auto refuse = [&](UpgradeError error) {
        phase_ = Phase::kFailed;
        if (!is_client_) append(output_, as_bytes(refusal_of(error)));
        return Err(StreamError{to_string(error)});
    };
    if (is_client_) {
        const auto checked = check_upgrade_answer(head, nonce_);
        if (!checked) return refuse(checked.error());
    } else {
        const auto answer = answer_upgrade(head);
        if (!answer) return refuse(answer.error());
        append(output_, as_bytes(*answer));
    }
    phase_ = Phase::kOpen;
    return {};
}

Stream::Taken Stream::take_head(MutableBytesView& input) {
    const auto failed = [&](FrameError error) { return Err(fail(kProtocolError, to_string(error))); };
    if (partial_head_.empty()) {
        BytesView rest = input;
        const auto head = decode_frame_head(rest);
        if (!head) return failed(head.error());
        if (*head) {
            input = input.last(rest.size());
            return begin_frame(**head);
        }
    }
    // Byte by byte: a head has fourteen at most, and a whole one is the rule.
    while (!input.empty()) {
        partial_head_.push_back(input[0]);
        input = input.subspan(1);
        BytesView all = partial_head_;
        const auto head = decode_frame_head(all);
        if (!head) return failed(head.error());
        if (!*head) continue;
        SERINUS_ASSERT(all.empty());
        partial_head_.clear();
        return begin_frame(**head);
    }
    return {};
}

Stream::Taken Stream::begin_frame(const FrameHead& head) {
    // Spec: RFC 6455, 5.1: a client masks, a server does not.
    if (head.mask.has_value() == is_client_) return Err(fail(kProtocolError, "a WebSocket frame is masked wrongly"));
    if (head.opcode == Opcode::kText) return Err(fail(kUnsupportedData, "a WebSocket message is text"));
    if (!head.is_control()) {
        const bool continues = head.opcode == Opcode::kContinuation;
        if (continues != is_in_message_) return Err(fail(kProtocolError, "WebSocket fragments are out of order"));
        is_in_message_ = !head.is_last;
    }
    frame_ = head;
    taken_ = 0;
    if (head.payload_bytes > 0) return {};
    if (head.is_control()) return end_control();
    frame_.reset();
    return {};
}

Stream::Taken Stream::take_payload(MutableBytesView& input, std::vector<MutableBytesView>& data) {
    const auto size = static_cast<size_t>(std::min<uint64_t>(input.size(), frame_->payload_bytes - taken_));
    const MutableBytesView part = input.first(size);
    input = input.subspan(size);
    if (frame_->mask) apply_mask(part, *frame_->mask, taken_);
    taken_ += size;
    if (frame_->is_control()) {
        append(control_, part);
    } else if (!is_closing_) {
        data.push_back(part);
    }
    if (taken_ < frame_->payload_bytes) return {};
    if (frame_->is_control()) return end_control();
    frame_.reset();
    return {};
}

Stream::Taken Stream::end_control() {
    const Opcode opcode = frame_->opcode;
    Bytes payload = std::exchange(control_, {});
    frame_.reset();
    if (opcode == Opcode::kPing) {
        if (!is_closing_) pong_ = std::move(payload);
        return {};
    }
    if (opcode == Opcode::kPong) return {};
    if (payload.size() == 1) return Err(fail(kProtocolError, "a WebSocket close frame has half a code"));
    uint16_t code = kNormal;
    if (payload.size() >= 2) {
        code = static_cast<uint16_t>(payload[0] << 8 | payload[1]);
        if (!is_close_code(code)) return Err(fail(kProtocolError, "a WebSocket close frame has a bad code"));
    }
    if (!std::exchange(is_closing_, true)) append_control(output_, Opcode::kClose, close_payload(code));
    pong_.reset();
    phase_ = Phase::kClosed;
    return {};
}

StreamError Stream::fail(uint16_t code, std::string reason) {
    if (!std::exchange(is_closing_, true)) append_control(output_, Opcode::kClose, close_payload(code));
    pong_.reset();
    phase_ = Phase::kFailed;
    return {std::move(reason)};
}

void Stream::close() {
    if (phase_ != Phase::kOpen || std::exchange(is_closing_, true)) return;
    pong_.reset();  // nothing comes behind a close frame
    append_control(output_, Opcode::kClose, close_payload(kNormal));
}

std::optional<Mask> Stream::next_mask() noexcept {
    if (!is_client_) return std::nullopt;
    // Spec: SplitMix64, whose outputs are well mixed for any seed.
    mask_state_ += 0x9e3779b97f4a7c15;
    uint64_t mixed = (mask_state_ ^ mask_state_ >> 30) * 0xbf58476d1ce4e5b9;
    mixed = (mixed ^ mixed >> 27) * 0x94d049bb133111eb;
    Mask mask;
    store_le(mask.data(), static_cast<uint32_t>(mixed >> 32));
    return mask;
}

void Stream::append_control(Bytes& out, Opcode opcode, BytesView payload) {
    const auto mask = next_mask();
    append_frame_head(out, {.opcode = opcode, .mask = mask, .payload_bytes = payload.size()});
    const size_t begin = out.size();
    append(out, payload);
    if (mask) apply_mask(MutableBytesView(out).subspan(begin), *mask, 0);
}

void Stream::write(BytesView payload, Bytes& out) {
    SERINUS_ASSERT(is_open());
    give(out);
    const auto mask = next_mask();
    out.reserve(out.size() + kMaxHeadBytes + payload.size());
    append_frame_head(out, {.opcode = Opcode::kBinary, .mask = mask, .payload_bytes = payload.size()});
    const size_t begin = out.size();
    append(out, payload);
    if (mask) apply_mask(MutableBytesView(out).subspan(begin), *mask, 0);
}

void Stream::give(Bytes& out) {
    append(out, output_);
    Bytes().swap(output_);
    if (pong_) append_control(out, Opcode::kPong, *std::exchange(pong_, std::nullopt));
}

}  // namespace serinus::network::websocket
