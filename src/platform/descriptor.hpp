/// An open file of the operating system.
#pragma once

#include <utility>

namespace serinus::platform {

/// Owns a descriptor and closes it.
class Descriptor {
  public:
    Descriptor() = default;
    explicit Descriptor(int number) noexcept : number_(number) {}
    Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
    Descriptor& operator=(Descriptor other) noexcept {
        std::swap(number_, other.number_);
        return *this;
    }
    ~Descriptor();

    int number() const noexcept { return number_; }
    bool is_open() const noexcept { return number_ >= 0; }
    /// The caller owns it from now on.
    int release() noexcept { return std::exchange(number_, -1); }

  private:
    int number_ = -1;
};

}  // namespace serinus::platform
