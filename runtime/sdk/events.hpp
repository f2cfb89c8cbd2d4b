/// Reading events back: those of a block, of which most are of other pallets. An event is bytes without a length, so a
/// reader must know all types of events to get over one. The runtime says once, beside its SERINUS_RUNTIME or, where
/// that would take long to compile, in a file of its own:
///
///     SERINUS_EVENTS(serinus::kusama::Runtime)
///
/// A module in which nobody reads events has no code for it.
#pragma once

#include "runtime/sdk/pallet.hpp"

namespace serinus::sdk {

/// Steps over the event of a pallet, behind its two bytes of indices. False, with a fault, if this runtime has no such
/// event. Defined by SERINUS_EVENTS.
bool skip_event(scale::Decoder& in, uint8_t pallet, uint8_t variant);

namespace detail {

template <size_t kSize>
bool skip_bytes(scale::Decoder& in) {
    const uint8_t* bytes;
    return in.take(kSize, bytes);
}

template <class E>
bool skip_fields(scale::Decoder& in) {
    E event = scale::initial<E>();
    return scale::decode_into(in, event);
}

template <class E>
constexpr auto skip_of() -> bool (*)(scale::Decoder&) {
    if constexpr (scale::Codec<E>::kFixed) {
        return skip_bytes<scale::Codec<E>::kMinSize>;
    } else {
        return skip_fields<E>;
    }
}

template <class... E>
bool skip_variant(scale::Decoder& in, uint8_t variant, List<E...>) {
    constexpr bool (*kSkip[])(scale::Decoder&) = {skip_of<E>()...};
    if (variant >= sizeof...(E)) return in.fail(scale::DecodeFault::kUnknownVariant, in.position() - 1, variant);
    return kSkip[variant](in);
}

template <class P>
bool skip_event_of(scale::Decoder& in, uint8_t variant) {
    if constexpr (requires { typename P::Event::list; }) {
        return skip_variant(in, variant, typename P::Event::list{});
    } else {
        return in.fail(scale::DecodeFault::kUnknownVariant, in.position() - 1, variant);
    }
}

template <class... P>
bool skip_event(scale::Decoder& in, uint8_t pallet, uint8_t variant, List<P...>) {
    bool good = false;
    if (!((P::Config::kInfo.index == pallet && (good = skip_event_of<P>(in, variant), true)) || ...)) {
        in.fail(scale::DecodeFault::kUnknownVariant, in.position() - 2, pallet);
    }
    return good;
}

}  // namespace detail

/// One record of System.Events.
struct EventView {
    enum class Phase : uint8_t { kApplyExtrinsic, kFinalization, kInitialization };
    Phase phase{};
    uint32_t extrinsic = 0;  ///< with kApplyExtrinsic
    uint8_t pallet{};
    uint8_t variant{};
    BytesView fields;
    std::vector<Hash256> topics;

    /// The event, if it is one of type `E` of the pallet `P`.
    template <class P, class E>
    std::optional<E> get_if() const {
        constexpr size_t kIndex = detail::position_in<E>(typename P::Event::list{});
        if (pallet != P::Config::kInfo.index || variant != kIndex) return std::nullopt;
        auto event = scale::decode<E>(fields);
        return event ? std::optional<E>(*std::move(event)) : std::nullopt;
    }
};

/// Walks over the value of System.Events. It ends early at an event of which this runtime does not know where it ends:
/// then `is_complete()` is false.
class EventReader {
  public:
    explicit EventReader(BytesView records) : in_(records) {
        if (records.empty()) return;
        if (!in_.length(left_, kMinRecord)) left_ = 0;
    }
    /// The next record, nullopt at the end. Its views are into the value that is read.
    std::optional<EventView> next() {
        if (left_ == 0) return std::nullopt;
        EventView out;
        if (!read(out)) {
            left_ = 0;
            is_complete_ = false;
            return std::nullopt;
        }
        --left_;
        return out;
    }
    bool is_complete() const { return is_complete_ && left_ == 0; }

  private:
    static constexpr size_t kMinRecord = 4;  // phase, two indices, no topics

    bool read(EventView& out) {
        uint8_t phase;
        if (!in_.byte(phase)) return false;
        if (phase > static_cast<uint8_t>(EventView::Phase::kInitialization)) {
            return in_.fail(scale::DecodeFault::kUnknownVariant, in_.position() - 1, phase);
        }
        out.phase = static_cast<EventView::Phase>(phase);
        if (out.phase == EventView::Phase::kApplyExtrinsic && !scale::decode_into(in_, out.extrinsic)) return false;
        if (!in_.byte(out.pallet) || !in_.byte(out.variant)) return false;
        const uint8_t* const fields = in_.position();
        if (!skip_event(in_, out.pallet, out.variant)) return false;
        out.fields = {fields, in_.position()};
        return scale::decode_into(in_, out.topics);
    }

    scale::Decoder in_;
    uint32_t left_ = 0;
    bool is_complete_ = true;
};

}  // namespace serinus::sdk

#ifdef __wasm__

/// Once per runtime whose events are read back.
#define SERINUS_EVENTS(...)                                                              \
    bool serinus::sdk::skip_event(scale::Decoder& in, uint8_t pallet, uint8_t variant) { \
        return detail::skip_event(in, pallet, variant, typename __VA_ARGS__::Pallets{}); \
    }

#else

/// Once per runtime: natively each has it, for its tests look for events.
#define SERINUS_EVENTS(...)                                                                                       \
    template <>                                                                                                   \
    bool serinus::sdk::detail::skip_event_in<__VA_ARGS__>(scale::Decoder & in, uint8_t pallet, uint8_t variant) { \
        return detail::skip_event(in, pallet, variant, typename __VA_ARGS__::Pallets{});                          \
    }

#endif
