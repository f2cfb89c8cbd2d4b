/// From Wasm's slots to the parameters of host functions, and from their results back.
///
/// | parameter                        | slot                                                                   |
/// | uint32_t, int32_t, uint8_t, bool | i32                                                                    |
/// | uint64_t, int64_t                | i64                                                                    |
/// | BytesView                        | i64: pointer in the lower half, size in the upper; a view of the memory |
/// | MutableBytesView                 | the same, for the function to write to                                 |
/// | FixedBytes<N, …>, ByteArray<N>   | i32: pointer to N bytes                                                |
/// | Scale<T>                         | i64: pointer and size of the SCALE encoding of a T                     |
/// | trie::StateVersion               | i32: 0 or 1                                                            |
///
/// | result                           | slot                                                                   |
/// | void                             | none                                                                   |
/// | uint32_t, int32_t, bool          | i32                                                                    |
/// | uint64_t, int64_t                | i64                                                                    |
/// | Bytes, BytesView                 | i64: pointer and size of a copy in the runtime's memory                |
/// | FixedBytes<N, …>, ByteArray<N>   | i32: pointer to a copy                                                 |
/// | Scale<T>                         | i64: pointer and size of the encoding                                  |
/// | HostResult<any of these>         | the same; an error traps                                               |
///
/// Values outside the memory or that do not decode trap. Views of the memory are valid until the function returns.
/// Spec: defn-runtime-pointer, defn-runtime-pointer-size
#pragma once

#include <type_traits>
#include <utility>

#include "codec/scale.hpp"
#include "executor/host/host_call.hpp"
#include "executor/host/registry.hpp"
#include "trie/state_version.hpp"

namespace serinus::executor::host {

/// A value that crosses the border SCALE-encoded.
template <class T>
struct Scale {
    T value;

    constexpr Scale() = default;
    template <class U = T>
        requires std::is_convertible_v<U&&, T> && (!std::is_same_v<std::remove_cvref_t<U>, Scale>)
    constexpr Scale(U&& v) : value(std::forward<U>(v)) {}
};

constexpr uint64_t pack(uint32_t pointer, size_t size) noexcept { return pointer | static_cast<uint64_t>(size) << 32; }

/// Looks at the memory anew, which may have grown. False after `instance.fail`: it does not reach so far.
bool grown_memory_reaches(HostCall& call, wasm::Instance& instance, uint32_t pointer, uint32_t size);

/// Whether the memory has `size` bytes at `pointer`, from `call.memory.data() + pointer` on; false after
/// `instance.fail`.
inline bool memory_reaches(HostCall& call, wasm::Instance& instance, uint32_t pointer, uint32_t size) {
    if (uint64_t{pointer} + size <= call.memory.size()) [[likely]]
        return true;
    return grown_memory_reaches(call, instance, pointer, size);
}

/// The bytes that a packed pointer and size stand for; false after `instance.fail`.
template <class View>
bool view_memory(HostCall& call, wasm::Instance& instance, uint64_t packed, View& out) {
    const auto pointer = static_cast<uint32_t>(packed);
    const auto size = static_cast<uint32_t>(packed >> 32);
    if (!memory_reaches(call, instance, pointer, size)) return false;
    out = View(call.memory.data() + pointer, size);
    return true;
}

/// Room for a result in the runtime's memory: today by the allocator of the host.
/// An ABI in which runtimes pass buffers for results (RFC-145) replaces `Return` and this function, nothing else.
struct Room {
    uint8_t* bytes = nullptr;  ///< nullptr after `instance.fail`
    uint32_t pointer = 0;
};
Room allocate_result(HostCall& call, wasm::Instance& instance, size_t size);

/// How a parameter is made from its slot. `load` is false after `instance.fail`.
template <class T>
struct Param;

template <class T, wasm::ValueType Type>
struct IntegerParam {
    static constexpr wasm::ValueType kType = Type;
    static bool load(HostCall&, wasm::Instance&, wasm::Raw raw, T& out) noexcept {
        out = static_cast<T>(raw);
        return true;
    }
};
template <>
struct Param<uint32_t> : IntegerParam<uint32_t, wasm::ValueType::kI32> {};
template <>
struct Param<int32_t> : IntegerParam<int32_t, wasm::ValueType::kI32> {};
template <>
struct Param<uint8_t> : IntegerParam<uint8_t, wasm::ValueType::kI32> {};
template <>
struct Param<uint64_t> : IntegerParam<uint64_t, wasm::ValueType::kI64> {};
template <>
struct Param<int64_t> : IntegerParam<int64_t, wasm::ValueType::kI64> {};
template <>
struct Param<bool> {
    static constexpr wasm::ValueType kType = wasm::ValueType::kI32;
    static bool load(HostCall&, wasm::Instance&, wasm::Raw raw, bool& out) noexcept {
        // Observed: sp-runtime-interface 37.0.1 passes the byte and compares with 1
        out = static_cast<uint8_t>(raw) == 1;
        return true;
    }
};

template <>
struct Param<MutableBytesView> {
    static constexpr wasm::ValueType kType = wasm::ValueType::kI64;
    static bool load(HostCall& call, wasm::Instance& instance, wasm::Raw raw, MutableBytesView& out) {
        return view_memory(call, instance, raw, out);
    }
};
template <>
struct Param<BytesView> {
    static constexpr wasm::ValueType kType = wasm::ValueType::kI64;
    static bool load(HostCall& call, wasm::Instance& instance, wasm::Raw raw, BytesView& out) {
        return view_memory(call, instance, raw, out);
    }
};

template <class T>
struct FixedParam {
    static constexpr wasm::ValueType kType = wasm::ValueType::kI32;
    static bool load(HostCall& call, wasm::Instance& instance, wasm::Raw raw, T& out) {
        const auto pointer = static_cast<uint32_t>(raw);
        if (!memory_reaches(call, instance, pointer, static_cast<uint32_t>(out.size()))) return false;
        std::copy_n(call.memory.data() + pointer, out.size(), out.begin());
        return true;
    }
};
template <size_t N, class Tag>
struct Param<FixedBytes<N, Tag>> : FixedParam<FixedBytes<N, Tag>> {};
template <size_t N>
struct Param<ByteArray<N>> : FixedParam<ByteArray<N>> {};

template <class T>
struct Param<Scale<T>> {
    static constexpr wasm::ValueType kType = wasm::ValueType::kI64;
    static bool load(HostCall& call, wasm::Instance& instance, wasm::Raw raw, Scale<T>& out) {
        BytesView view;
        if (!view_memory(call, instance, raw, view)) return false;
        // Observed: sp-runtime-interface 37.0.1: bytes behind the value are no fault.
        scale::Decoder in(view);
        if (scale::decode_into(in, out.value)) return true;
        instance.fail("a parameter cannot be decoded");
        return false;
    }
};

template <>
struct Param<trie::StateVersion> {
    static constexpr wasm::ValueType kType = wasm::ValueType::kI32;
    static bool load(HostCall&, wasm::Instance& instance, wasm::Raw raw, trie::StateVersion& out) {
        const auto number = static_cast<uint8_t>(raw);
        if (number > 1) {
            instance.fail("no such state version: " + std::to_string(number));
            return false;
        }
        out = static_cast<trie::StateVersion>(number);
        return true;
    }
};

/// How a result is put into its slot. `store` is false after `instance.fail`.
template <class T>
struct Return;

template <class T, wasm::ValueType Type>
struct IntegerReturn {
    static constexpr std::optional<wasm::ValueType> kType = Type;
    static bool store(HostCall&, wasm::Instance&, wasm::Raw& slot, T value) noexcept {
        slot = static_cast<std::make_unsigned_t<T>>(value);
        return true;
    }
};
template <>
struct Return<uint32_t> : IntegerReturn<uint32_t, wasm::ValueType::kI32> {};
template <>
struct Return<int32_t> : IntegerReturn<int32_t, wasm::ValueType::kI32> {};
template <>
struct Return<uint64_t> : IntegerReturn<uint64_t, wasm::ValueType::kI64> {};
template <>
struct Return<int64_t> : IntegerReturn<int64_t, wasm::ValueType::kI64> {};
template <>
struct Return<bool> {
    static constexpr std::optional<wasm::ValueType> kType = wasm::ValueType::kI32;
    static bool store(HostCall&, wasm::Instance&, wasm::Raw& slot, bool value) noexcept {
        slot = value ? 1 : 0;
        return true;
    }
};

template <>
struct Return<BytesView> {
    static constexpr std::optional<wasm::ValueType> kType = wasm::ValueType::kI64;
    static bool store(HostCall& call, wasm::Instance& instance, wasm::Raw& slot, BytesView value) {
        const Room room = allocate_result(call, instance, value.size());
        if (room.bytes == nullptr) return false;
        std::copy(value.begin(), value.end(), room.bytes);
        slot = pack(room.pointer, value.size());
        return true;
    }
};
template <>
struct Return<Bytes> : Return<BytesView> {};

template <class T>
struct FixedReturn {
    static constexpr std::optional<wasm::ValueType> kType = wasm::ValueType::kI32;
    static bool store(HostCall& call, wasm::Instance& instance, wasm::Raw& slot, const T& value) {
        const Room room = allocate_result(call, instance, value.size());
        if (room.bytes == nullptr) return false;
        std::copy(value.begin(), value.end(), room.bytes);
        slot = room.pointer;
        return true;
    }
};
template <size_t N, class Tag>
struct Return<FixedBytes<N, Tag>> : FixedReturn<FixedBytes<N, Tag>> {};
template <size_t N>
struct Return<ByteArray<N>> : FixedReturn<ByteArray<N>> {};

template <class T>
struct Return<Scale<T>> : Return<BytesView> {
    static bool store(HostCall& call, wasm::Instance& instance, wasm::Raw& slot, const Scale<T>& result) {
        return Return<BytesView>::store(call, instance, slot, scale::encode(result.value));
    }
};

/// Straight into the memory: this is how a runtime reads its storage.
template <>
struct Return<Scale<std::optional<BytesView>>> : Return<BytesView> {
    static bool store(HostCall& call, wasm::Instance& instance, wasm::Raw& slot,
                      const Scale<std::optional<BytesView>>& result) {
        return store(call, instance, slot, result.value);
    }
    static bool store(HostCall& call, wasm::Instance& instance, wasm::Raw& slot, const std::optional<BytesView>& value);
};

template <>
struct Return<void> {
    static constexpr std::optional<wasm::ValueType> kType = std::nullopt;
};

template <class T>
struct ReturnOf {
    using type = T;
    static constexpr bool kMayFail = false;
};
template <class T>
struct ReturnOf<HostResult<T>> {
    using type = T;
    static constexpr bool kMayFail = true;
};

/// nullptr after `instance.fail`: the instance is in no call (a start function).
HostCall* no_current_call(wasm::Instance& instance);
/// The call that an instance is in, or no_current_call().
inline HostCall* current_call(wasm::Instance& instance) {
    auto* const call = static_cast<HostCall*>(instance.user_data);
    return call != nullptr ? call : no_current_call(instance);
}
/// Ends the call with the error of a host function.
bool fail_call(HostCall& call, wasm::Instance& instance, const HostError& error);

template <auto Function>
struct Wrap;

template <class R, class... Ps, R (*Function)(HostCall&, Ps...)>
struct Wrap<Function> {
    using Value = typename ReturnOf<R>::type;
    static_assert(sizeof...(Ps) <= Signature::kMaxParams);

    static constexpr Signature kSignature = {
        {Param<std::remove_cvref_t<Ps>>::kType...}, static_cast<uint8_t>(sizeof...(Ps)), Return<Value>::kType};

    static bool call(wasm::Instance& instance, void*, wasm::Raw* slots) noexcept {
        HostCall* host_call = current_call(instance);
        return host_call != nullptr && call_with(*host_call, instance, slots, std::index_sequence_for<Ps...>());
    }

  private:
    template <size_t... I>
    static bool call_with(HostCall& host_call, wasm::Instance& instance, [[maybe_unused]] wasm::Raw* slots,
                          std::index_sequence<I...>) {
        std::tuple<std::remove_cvref_t<Ps>...> arguments;
        const bool loaded =
            (Param<std::remove_cvref_t<Ps>>::load(host_call, instance, slots[I], std::get<I>(arguments)) && ... &&
             true);
        if (!loaded) return false;
        if constexpr (ReturnOf<R>::kMayFail) {
            const R result = Function(host_call, std::get<I>(arguments)...);
            if (!result) return fail_call(host_call, instance, result.error());
            if constexpr (std::is_void_v<Value>) {
                return true;
            } else {
                return Return<Value>::store(host_call, instance, slots[0], result.value());
            }
        } else if constexpr (std::is_void_v<R>) {
            Function(host_call, std::get<I>(arguments)...);
            return true;
        } else {
            return Return<Value>::store(host_call, instance, slots[0], Function(host_call, std::get<I>(arguments)...));
        }
    }
};

/// The Wasm face of a host function.
template <auto Function>
inline constexpr Wrapped wrap = {&Wrap<Function>::call, Wrap<Function>::kSignature};

}  // namespace serinus::executor::host
