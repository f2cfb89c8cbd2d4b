#include "wasm/x64/wasm_stack.hpp"

#include "wasm/x64/context.hpp"
#include "wasm/x64/entry.hpp"

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SERINUS_ADDRESS_SANITIZER 1
#include <sanitizer/common_interface_defs.h>
#endif
#endif

namespace serinus::wasm::x64 {

namespace {

/// Below the stack, against host functions that recurse without end.
constexpr size_t kGuard = size_t{64} << 10;

/// What reset() leaves, since the next call needs it again.
constexpr size_t kKept = size_t{64} << 10;

const uint8_t* stack_pointer() noexcept { return static_cast<const uint8_t*>(__builtin_frame_address(0)); }

/// Tells the sanitizer of changes of the stack.
struct StackSwitch {
    void (*function)(void*) = nullptr;
    void* argument = nullptr;
#if SERINUS_ADDRESS_SANITIZER
    const void* outer_bottom = nullptr;
    size_t outer_bytes = 0;
#endif
};

void on_new_stack(void* opaque) {
    auto& change = *static_cast<StackSwitch*>(opaque);
#if SERINUS_ADDRESS_SANITIZER
    __sanitizer_finish_switch_fiber(nullptr, &change.outer_bottom, &change.outer_bytes);
#endif
    change.function(change.argument);
#if SERINUS_ADDRESS_SANITIZER
    __sanitizer_start_switch_fiber(nullptr, change.outer_bottom, change.outer_bytes);
#endif
}

}  // namespace

std::optional<WasmStack> WasmStack::create(size_t frame_bytes) noexcept {
    WasmStack stack;
    const size_t bytes = round_up(frame_bytes, kHostPage) + kHostRoom;
    auto mapping = Mapping::anonymous(kGuard + bytes, Access::kReadWrite);
    if (!mapping || !mapping->protect(0, kGuard, Access::kNone)) return std::nullopt;
    stack.mapping_ = std::move(*mapping);
    return stack;
}

bool WasmStack::is_current() const noexcept {
    const uint8_t* const here = stack_pointer();
    return here >= mapping_.data() && here < top();
}

bool WasmStack::has_room_for(size_t frame_bytes) const noexcept {
    const uint8_t* const bottom = mapping_.data() + kGuard;
    const auto left = static_cast<size_t>(stack_pointer() - bottom);
    return left >= frame_bytes + kLeastHostRoom;
}

void WasmStack::run(void (*function)(void*), void* argument) noexcept {
    StackSwitch change{.function = function, .argument = argument};
#if SERINUS_ADDRESS_SANITIZER
    void* fake_stack = nullptr;
    __sanitizer_start_switch_fiber(&fake_stack, mapping_.data() + kGuard, mapping_.size() - kGuard);
#endif
    serinus_wasm_switch_stack(top(), on_new_stack, &change);
#if SERINUS_ADDRESS_SANITIZER
    __sanitizer_finish_switch_fiber(fake_stack, nullptr, nullptr);
#endif
}

void WasmStack::discard() noexcept { mapping_.discard(kGuard, mapping_.size() - kGuard - kKept); }

}  // namespace serinus::wasm::x64
