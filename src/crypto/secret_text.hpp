/// SecretText: a password, phrase or secret URI that is wiped when destroyed and never printed by accident.
#pragma once

#include <string_view>
#include <utility>

#include "crypto/secret.hpp"

namespace serinus::crypto {

class SecretText {
  public:
    SecretText() = default;
    explicit SecretText(std::string_view text) : bytes_(text.begin(), text.end()) {}
    SecretText(const SecretText&) = default;
    SecretText(SecretText&& other) noexcept : bytes_(std::exchange(other.bytes_, {})) {}
    SecretText& operator=(SecretText other) noexcept {
        std::swap(bytes_, other.bytes_);
        return *this;
    }
    ~SecretText() { wipe(bytes_); }

    /// The text itself, valid as long as this object. Code that copies it must wipe the copy.
    std::string_view reveal() const noexcept { return as_text(bytes_); }
    bool empty() const noexcept { return bytes_.empty(); }

  private:
    Bytes bytes_;  // on the heap: a move leaves no copy behind, as a short std::string would
};

}  // namespace serinus::crypto
