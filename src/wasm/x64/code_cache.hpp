/// Compiled code on disk, so that it outlives the process.
#pragma once

#include <memory>
#include <string>

#include "wasm/x64/code_options.hpp"
#include "wasm/x64/code_space.hpp"

namespace serinus::wasm::x64 {

/// A file for each module:
///
///     header    magic, version of the compiler, what the code depends on (CodeOptions), hash of the module, sizes,
///     digest entries   where each function begins padding   to a page code      as it is executed: it refers to
///     nothing outside of itself but through the memory register
///
/// The version is a digest of the compiler's sources, so that no change of it can be forgotten. What does not fit in
/// any way is as if it were not there. Files are written beside their place and renamed.
///
/// Threat: files that were damaged, cut or come from another version; hence the digest over everything (XXH3, 128
/// bits), checked before any of it may be executed. A digest cannot help against somebody who writes into the folder on
/// purpose: it is made for its owner alone (0700), and files of anybody else are not looked at.
class CodeCache {
  public:
    /// `module`: a collision-resistant hash that stands for it.
    CodeCache(const std::string& directory, const Hash256& module, const CodeOptions& options);

    /// nullptr: not there, or not as it should be.
    std::unique_ptr<CodeSpace> load() const;
    /// Whether it was written. A cache that cannot be written costs time later, so nobody needs to know more.
    bool store(const CodeSpace::Image& image) const;

    const std::string& path() const noexcept { return path_; }

    struct Header;

  private:
    Header make_header(const CodeSpace::Image& image) const;

    std::string directory_;
    std::string path_;
    Hash256 module_;
    uint32_t options_;  ///< CodeOptions::bits
};

}  // namespace serinus::wasm::x64
