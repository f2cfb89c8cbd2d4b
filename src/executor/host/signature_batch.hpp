/// Between `ext_crypto_start_batch_verify` and `ext_crypto_finish_batch_verify`.
#pragma once

namespace serinus::executor::host {

/// The verdict on all signatures so far. Nothing is put off: each function of a batch answers for its own signature at
/// once, as in the reference, so a runtime that looks at these answers gets the same.
class SignatureBatch {
  public:
    void add(bool is_right) noexcept { all_right_ &= is_right; }
    bool all_right() const noexcept { return all_right_; }

  private:
    bool all_right_ = true;
};

}  // namespace serinus::executor::host
