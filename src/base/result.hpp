/// Result<T, E>: a value or the reason why there is none. Works without exceptions and RTTI.
#pragma once

#include <memory>
#include <type_traits>
#include <utility>

#include "base/assert.hpp"

namespace serinus {

/// A failure on its way out of a function: `return Err(Error::kTruncated);`.
template <class E>
struct Err {
    E error;
    constexpr explicit Err(E e) : error(std::move(e)) {}
};

template <class T, class E>
class [[nodiscard]] Result {
    static_assert(!std::is_reference_v<T> && !std::is_reference_v<E>);

  public:
    using value_type = T;
    using error_type = E;

    /// From anything that a `T` can be made of without a cast.
    template <class U = T>
        requires std::is_convertible_v<U&&, T> && (!std::is_same_v<std::remove_cvref_t<U>, Result>)
    constexpr Result(U&& value) : has_value_(true) {
        std::construct_at(&value_, std::forward<U>(value));
    }

    /// From a bare error, where it cannot be taken for a value.
    constexpr Result(E error)
        requires(!std::is_convertible_v<E, T>)
        : has_value_(false) {
        std::construct_at(&error_, std::move(error));
    }

    template <class F>
        requires std::is_convertible_v<F, E>
    constexpr Result(Err<F> failure) : has_value_(false) {  // NOLINT(performance-unnecessary-value-param)
        std::construct_at(&error_, std::move(failure.error));
    }

    constexpr Result(const Result& other) : has_value_(other.has_value_) {
        if (has_value_) {
            std::construct_at(&value_, other.value_);
        } else {
            std::construct_at(&error_, other.error_);
        }
    }
    constexpr Result(Result&& other) noexcept : has_value_(other.has_value_) {
        if (has_value_) {
            std::construct_at(&value_, std::move(other.value_));
        } else {
            std::construct_at(&error_, std::move(other.error_));
        }
    }
    constexpr Result& operator=(Result other) noexcept {
        std::destroy_at(this);
        std::construct_at(this, std::move(other));
        return *this;
    }
    constexpr ~Result() {
        if (has_value_) {
            std::destroy_at(&value_);
        } else {
            std::destroy_at(&error_);
        }
    }

    constexpr explicit operator bool() const noexcept { return has_value_; }
    constexpr bool has_value() const noexcept { return has_value_; }

    /// The value. Asking a failure for it is a bug.
    constexpr T& value() & {
        SERINUS_ASSERT(has_value_);
        return value_;
    }
    constexpr const T& value() const& {
        SERINUS_ASSERT(has_value_);
        return value_;
    }
    constexpr T&& value() && {
        SERINUS_ASSERT(has_value_);
        return std::move(value_);
    }
    constexpr T& operator*() & { return value(); }
    constexpr const T& operator*() const& { return value(); }
    constexpr T&& operator*() && { return std::move(*this).value(); }
    constexpr T* operator->() { return &value(); }
    constexpr const T* operator->() const { return &value(); }

    constexpr T value_or(const T& otherwise) const& { return has_value_ ? value_ : otherwise; }

    /// The error. Asking a success for it is a bug.
    constexpr const E& error() const& {
        SERINUS_ASSERT(!has_value_);
        return error_;
    }
    constexpr E&& error() && {
        SERINUS_ASSERT(!has_value_);
        return std::move(error_);
    }

    friend constexpr bool operator==(const Result& a, const Result& b) {
        if (a.has_value_ != b.has_value_) return false;
        return a.has_value_ ? a.value_ == b.value_ : a.error_ == b.error_;
    }

  private:
    union {
        T value_;
        E error_;
    };
    bool has_value_;
};

template <class E>
class [[nodiscard]] Result<void, E> {
  public:
    using value_type = void;
    using error_type = E;

    constexpr Result() = default;
    constexpr Result(E error) : error_(std::move(error)), has_value_(false) {}
    template <class F>
        requires std::is_convertible_v<F, E>
    constexpr Result(Err<F> failure) : error_(std::move(failure.error)), has_value_(false) {}  // NOLINT

    constexpr explicit operator bool() const noexcept { return has_value_; }
    constexpr bool has_value() const noexcept { return has_value_; }
    constexpr void value() const { SERINUS_ASSERT(has_value_); }
    constexpr const E& error() const& {
        SERINUS_ASSERT(!has_value_);
        return error_;
    }
    constexpr E&& error() && {
        SERINUS_ASSERT(!has_value_);
        return std::move(error_);
    }
    friend constexpr bool operator==(const Result& a, const Result& b) {
        return a.has_value_ == b.has_value_ && (a.has_value_ || a.error_ == b.error_);
    }

  private:
    E error_{};
    bool has_value_ = true;
};

}  // namespace serinus

/// The value of a Result; on a failure the enclosing function returns the error.
#define TRY(...)                                                                                           \
    ({                                                                                                     \
        auto&& serinus_try_result = (__VA_ARGS__);                                                         \
        if (!serinus_try_result) [[unlikely]]                                                              \
            return ::serinus::Err(std::forward<decltype(serinus_try_result)>(serinus_try_result).error()); \
        std::forward<decltype(serinus_try_result)>(serinus_try_result).value();                            \
    })

/// `TRY_ASSIGN(const Hash256 root, execute(block));`
#define TRY_ASSIGN(declaration, ...) declaration = TRY(__VA_ARGS__)

/// Returns the error unless the condition holds.
#define ENSURE(condition, ...)                  \
    do {                                        \
        if (!(condition)) [[unlikely]]          \
            return ::serinus::Err(__VA_ARGS__); \
    } while (false)
