#include "codec/decoder.hpp"

namespace serinus::scale {

bool Decoder::fail(DecodeFault fault, const uint8_t* where, uint64_t found, uint64_t allowed) noexcept {
    error_.fault = fault;
    error_.offset = static_cast<uint64_t>(where - begin_);
    error_.found = found;
    error_.allowed = allowed;
    return false;
}

bool Decoder::inside(const char* type, uint32_t index) noexcept {
    if (error_.step_count < DecodeError::kMaxSteps) {
        error_.path[error_.step_count++] = {type, index};
    } else {
        error_.path_is_longer = true;
    }
    return false;
}

namespace {

/// Bytes that the form in the first byte announces.
size_t announced_size(BytesView input) noexcept {
    if (input.empty()) return 1;
    const uint8_t first = input[0];
    return (first & 3) == 3 ? size_t{first} / 4 + 5 : size_t{1} << (first & 3);
}

}  // namespace

bool Decoder::compact64(uint64_t& value, uint64_t max) noexcept {
    BytesView input = rest();
    const auto taken = take_compact(input);
    if (!taken) return fail(taken.error(), at_, announced_size(input), remaining());
    if (*taken > max) return fail(DecodeFault::kCompactTooLarge, at_, *taken, max);
    at_ = input.data();
    value = *taken;
    return true;
}

bool Decoder::compact128(uint128_t& value) noexcept {
    BytesView input = rest();
    const auto taken = take_compact128(input);
    if (!taken) return fail(taken.error(), at_, announced_size(input), remaining());
    at_ = input.data();
    value = *taken;
    return true;
}

}  // namespace serinus::scale
