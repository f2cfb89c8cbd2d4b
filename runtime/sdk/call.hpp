/// Calls of unknown type: the outer enum of a runtime is a table of functions, not a variant of all calls.
#pragma once

#include <cstring>
#include <new>
#include <span>
#include <type_traits>

#include "base/reflect_names.hpp"
#include "runtime/sdk/dispatch_info.hpp"
#include "runtime/sdk/origin.hpp"

namespace serinus::sdk {

/// What can be done with a call of one type whose address is at hand.
struct CallOps {
    void* (*decode)(scale::Decoder&);  ///< nullptr after a fault
    size_t (*encoded_size)(const void*);
    void (*encode)(scale::Encoder&, const void*);
    void* (*clone)(const void*);
    void (*destroy)(void*);
    DispatchInfo (*info)(const void*);
    DispatchResultWithPostInfo (*dispatch)(const void*, const RuntimeOrigin&);
};

struct CallEntry {
    uint8_t index;
    const void* tag;  ///< kCallTag of its type
    const CallOps* ops;
};

/// Nesting that is decoded of a stored call, and of an extrinsic that is executed: 256 levels below the outermost call,
/// which counts as one here.
inline constexpr uint32_t kMaxCallDepth = scale::kMaxDepth + 1;

/// Memory that the call of an extrinsic may take while it is decoded, in the sizes of Rust: an extrinsic above it is
/// none. Calls that are stored or sent have no such limit. Source: sp-runtime 43, DEFAULT_MAX_CALL_SIZE
inline constexpr uint64_t kMaxCallMemory = 16 << 20;

/// Its address stands for the type.
template <class C>
inline constexpr char kCallTag = 0;

struct PalletDescriptor;  // pallet.hpp

/// The struct of a call: its fields are the arguments. It has `weight() const`, or `info() const` where class and fee
/// depend on the arguments; `kClass` and `kPays` where they are not the usual ones; and `operator() const`, whose first
/// parameter says what the call demands of its origin (origin.hpp).
template <class C>
concept Call = requires { &C::operator(); } &&
               (requires(const C& call) { call.weight(); } || requires(const C& call) { call.info(); });

/// A call of some pallet with its arguments. Never empty but by moving from it.
class RuntimeCall {
  public:
    RuntimeCall() = default;
    /// From the struct of a call, which must be one of this runtime's.
    template <class C>
        requires Call<C>
    RuntimeCall(C call) : RuntimeCall(of(&kCallTag<C>, new C(std::move(call)))) {}
    RuntimeCall(const RuntimeCall& other)
        : pallet_(other.pallet_), entry_(other.entry_), data_(other.data_ ? ops().clone(other.data_) : nullptr) {}
    RuntimeCall(RuntimeCall&& other) noexcept
        : pallet_(other.pallet_), entry_(other.entry_), data_(std::exchange(other.data_, nullptr)) {}
    RuntimeCall& operator=(RuntimeCall other) noexcept {
        std::swap(pallet_, other.pallet_);
        std::swap(entry_, other.entry_);
        std::swap(data_, other.data_);
        return *this;
    }
    ~RuntimeCall() {
        if (data_) ops().destroy(data_);
    }

    const PalletDescriptor& pallet() const { return *pallet_; }
    uint8_t pallet_index() const;
    uint8_t call_index() const { return entry_->index; }

    /// The arguments, if it is a call of type `C`.
    template <class C>
    const C* get_if() const {
        return data_ && entry_->tag == &kCallTag<C> ? static_cast<const C*>(data_) : nullptr;
    }

    DispatchInfo info() const { return ops().info(data_); }
    /// What a call declares that makes this one: its own weight besides, and the class of this one.
    DispatchInfo info_with(Weight own) const {
        const DispatchInfo mine = info();
        return {own.saturating_add(mine.weight), mine.class_};
    }
    uint32_t encoded_size() const { return static_cast<uint32_t>(scale::encoded_size(*this)); }

    /// Checks the origin's filter, then runs the call in a storage layer of its own: a failed call leaves nothing.
    DispatchResultWithPostInfo dispatch(const RuntimeOrigin& origin) const;
    /// The same without the filter.
    DispatchResultWithPostInfo dispatch_bypass_filter(const RuntimeOrigin& origin) const;

    friend bool operator==(const RuntimeCall& a, const RuntimeCall& b) { return scale::encode(a) == scale::encode(b); }

  private:
    friend struct scale::Codec<RuntimeCall>;
    RuntimeCall(const PalletDescriptor* pallet, const CallEntry* entry, void* data)
        : pallet_(pallet), entry_(entry), data_(data) {}
    static RuntimeCall of(const void* tag, void* data);
    const CallOps& ops() const { return *entry_->ops; }

    const PalletDescriptor* pallet_ = nullptr;
    const CallEntry* entry_ = nullptr;
    void* data_ = nullptr;
};

namespace detail {

inline DispatchResultWithPostInfo with_post_info(DispatchResult result) {
    if (!result) return DispatchErrorWithPostInfo(std::move(result).error());
    return PostDispatchInfo{};
}
inline DispatchResultWithPostInfo with_post_info(DispatchResultWithPostInfo result) { return result; }

template <class C>
DispatchInfo info_of(const C& call) {
    if constexpr (requires { call.info(); }) {
        return call.info();
    } else {
        DispatchInfo info{call.weight()};
        if constexpr (requires { C::kClass; }) info.class_ = C::kClass;
        if constexpr (requires { C::kPays; }) info.pays_fee = C::kPays;
        return info;
    }
}

template <class C, class R>
DispatchResultWithPostInfo dispatch_checked(const C& call, R (C::*)(const RuntimeOrigin&) const,
                                            const RuntimeOrigin& origin) {
    return with_post_info(call(origin));
}
template <class C, class R, class By>
DispatchResultWithPostInfo dispatch_checked(const C& call, R (C::*)(By) const, const RuntimeOrigin& origin) {
    return with_post_info(call(TRY(By::check(origin))));
}
template <class C, class R, class By>
DispatchResultWithPostInfo dispatch_checked(const C& call, R (C::*)(By, const RuntimeOrigin&) const,
                                            const RuntimeOrigin& origin) {
    return with_post_info(call(TRY(By::check(origin)), origin));
}

// What calls of one size have in common, where their arguments are plain bytes.
template <size_t kSize>
void* clone_bytes(const void* call) {
    return std::memcpy(::operator new(kSize), call, kSize);
}
inline void free_bytes(void* call) { ::operator delete(call); }
template <size_t kSize>
size_t fixed_size(const void*) {
    return kSize;
}

template <class C>
inline constexpr bool kIsPlain =
    std::is_trivially_copyable_v<C> && std::alignment_of_v<C> <= __STDCPP_DEFAULT_NEW_ALIGNMENT__;

template <class C>
constexpr auto clone_of() -> void* (*)(const void*) {
    if constexpr (kIsPlain<C>) {
        return clone_bytes<sizeof(C)>;
    } else {
        return [](const void* call) -> void* { return new C(*static_cast<const C*>(call)); };
    }
}
template <class C>
constexpr auto destroy_of() -> void (*)(void*) {
    if constexpr (kIsPlain<C>) {
        return free_bytes;
    } else {
        return [](void* call) { delete static_cast<C*>(call); };
    }
}
template <class C>
constexpr auto encoded_size_of() -> size_t (*)(const void*) {
    if constexpr (scale::kFixedSize<C>) {
        return fixed_size<scale::Codec<C>::kMinSize>;
    } else {
        return [](const void* call) { return scale::encoded_size(*static_cast<const C*>(call)); };
    }
}

}  // namespace detail

template <Call C>
inline constexpr CallOps kCallOps = {
    .decode = [](scale::Decoder& in) -> void* {
        auto* const call = new C{};
        if (scale::decode_into(in, *call)) return call;
        delete call;
        return nullptr;
    },
    .encoded_size = detail::encoded_size_of<C>(),
    .encode = [](scale::Encoder& out, const void* call) { scale::encode_to(out, *static_cast<const C*>(call)); },
    .clone = detail::clone_of<C>(),
    .destroy = detail::destroy_of<C>(),
    .info = [](const void* call) { return detail::info_of(*static_cast<const C*>(call)); },
    .dispatch =
        [](const void* call, const RuntimeOrigin& origin) {
            return detail::dispatch_checked(*static_cast<const C*>(call), &C::operator(), origin);
        },
};

}  // namespace serinus::sdk

namespace serinus::scale {

/// Of Kusama's calls, whichever the runtime has. Measured: tests/differential/heap.mjs
template <>
inline constexpr RustLayout kRustLayout<sdk::RuntimeCall>{208, 16};

template <>
struct Codec<sdk::RuntimeCall> {
    static constexpr size_t kMinSize = 2;
    static constexpr bool kFixed = false;
    static constexpr bool kImage = false;

    static size_t size(const sdk::RuntimeCall& call) { return 2 + call.ops().encoded_size(call.data_); }
    static void write(Encoder& out, const sdk::RuntimeCall& call) {
        out.byte(call.pallet_index());
        out.byte(call.call_index());
        call.ops().encode(out, call.data_);
    }
    /// One level of nesting: where a call stands alone, in a field of another, it lies on the heap.
    static bool read(Decoder& in, sdk::RuntimeCall& call) {
        if (!in.enter() || !in.allocate(kRustLayout<sdk::RuntimeCall>.size) || !read_here(in, call)) return false;
        in.leave();
        return true;
    }
    static bool read_here(Decoder& in, sdk::RuntimeCall& call);
};

/// The sequence is the level of nesting, not each of its calls. Observed: so Kusama 1.0.0 counts.
template <>
struct Codec<std::vector<sdk::RuntimeCall>> {
    using Calls = std::vector<sdk::RuntimeCall>;
    static constexpr size_t kMinSize = 1;
    static constexpr bool kFixed = false;
    static constexpr bool kImage = false;

    static size_t size(const Calls& calls) { return detail::sequence_size(calls.data(), calls.size()); }
    static void write(Encoder& out, const Calls& calls) { detail::write_sequence(out, calls.data(), calls.size()); }
    static bool read(Decoder& in, Calls& calls) {
        uint32_t count;
        if (!in.length(count, Codec<sdk::RuntimeCall>::kMinSize) || !in.enter()) return false;
        if (!detail::allocate_elements<sdk::RuntimeCall>(in, count)) return false;
        calls.clear();
        for (uint32_t i = 0; i < count; ++i) {
            if (!Codec<sdk::RuntimeCall>::read_here(in, calls.emplace_back())) return false;
        }
        in.leave();
        return true;
    }
};

}  // namespace serinus::scale
