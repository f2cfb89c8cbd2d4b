/// The native stack that compiled code and the host functions it calls run on.
#pragma once

#include "wasm/x64/mapping.hpp"

namespace serinus::wasm::x64 {

/// Compiled code does not look where its stack ends: the logical stack (logical_stack.hpp) ends first, always.
///
/// A frame with L locals and a greatest operand height P takes at most 8 L + 8 P bytes for them, 8 P for outgoing
/// arguments, and 48 for return address, frame pointer and alignment. Its logical cost is L + P + 4 (kFrameCost), so 16
/// bytes for each unit of the bound are enough (kUnitBytes; metered frames have kMeteredUnitBytes). On top of that
/// comes room for host functions; a call from one of them is refused if the rest of the stack would not do.
class WasmStack {
  public:
    static constexpr size_t kHostRoom = size_t{64} << 20;      ///< of address space; memory only if it is used
    static constexpr size_t kLeastHostRoom = size_t{1} << 20;  ///< that a host function always has

    /// `frame_bytes`: what all frames of compiled code take at most.
    static std::optional<WasmStack> create(size_t frame_bytes) noexcept;

    /// Whether the caller is on this stack.
    bool is_current() const noexcept;
    /// Whether a call may begin here, from a host function, whose frames may take so much.
    bool has_room_for(size_t frame_bytes) const noexcept;
    /// Calls `function(argument)` on this stack, from its start.
    void run(void (*function)(void*), void* argument) noexcept;
    /// Gives back the memory of frames that are gone.
    void discard() noexcept;

  private:
    uint8_t* top() const noexcept { return mapping_.data() + mapping_.size(); }

    Mapping mapping_;
};

}  // namespace serinus::wasm::x64
