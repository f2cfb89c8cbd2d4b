/// What pallets remember from one call to the next within one outermost dispatch: a batch, a proxied call, a task of
/// the Scheduler. It is no storage: a call inside that fails does not undo it. Source: frame_support::dispatch_context
/// of July 2023
#pragma once

namespace serinus::sdk {

namespace detail {

/// Its address stands for the type.
template <class V>
inline constexpr char kContextTag = 0;

}  // namespace detail

/// Stands on the stack of every dispatch; only the outermost one counts.
class DispatchContext {
  public:
    DispatchContext() noexcept {
        if (current_ == nullptr) current_ = this;
    }
    DispatchContext(const DispatchContext&) = delete;
    DispatchContext& operator=(const DispatchContext&) = delete;
    ~DispatchContext() {
        if (current_ == this) current_ = nullptr;
        while (slots_ != nullptr) {
            Slot* const next = slots_->next;
            slots_->destroy(slots_);
            slots_ = next;
        }
    }

    /// The one value of type `V`, default-constructed when first asked for; nullptr outside of a dispatch. Valid until
    /// the outermost dispatch ends.
    template <class V>
    static V* value() {
        if (current_ == nullptr) return nullptr;
        for (Slot* slot = current_->slots_; slot != nullptr; slot = slot->next) {
            if (slot->tag == &detail::kContextTag<V>) return &static_cast<SlotOf<V>*>(slot)->value;
        }
        auto* const made = new SlotOf<V>;
        made->tag = &detail::kContextTag<V>;
        made->destroy = [](Slot* slot) { delete static_cast<SlotOf<V>*>(slot); };
        made->next = current_->slots_;
        current_->slots_ = made;
        return &made->value;
    }

    /// For native programs with several sessions (native/session.hpp): `other` counts as the outermost dispatch,
    /// nullptr if there is none; gives the one that did.
    static DispatchContext* exchange_outermost(DispatchContext* other) noexcept {
        DispatchContext* const before = current_;
        current_ = other;
        return before;
    }

  private:
    struct Slot {
        const void* tag = nullptr;
        void (*destroy)(Slot*) = nullptr;
        Slot* next = nullptr;
    };
    template <class V>
    struct SlotOf : Slot {
        V value{};
    };

    static inline constinit DispatchContext* current_ = nullptr;
    Slot* slots_ = nullptr;
};

}  // namespace serinus::sdk
