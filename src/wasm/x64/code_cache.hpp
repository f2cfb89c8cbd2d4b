/// Compiled code on disk, so that it outlives the process.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "wasm/x64/code_options.hpp"
#include "wasm/x64/code_space.hpp"

namespace serinus::wasm::x64 {

/// Of the compiler's sources: another one for any change of them.
std::string_view compiler_version() noexcept;

/// A file for each module:
///
///     header: magic, version of the compiler, CodeOptions, hash of the module, sizes, digest
///
///     entries: the place of each function
///
///     padding to a page
///
///     code as it is executed: it refers to nothing outside of itself but through the memory register
///
/// The version is a digest of the compiler's sources, so that every change of them makes old files invalid. A file that
/// differs in any of this is treated as missing. Files are written under another name and renamed.
///
/// Threat: files that were damaged, cut or come from another version; hence the digest over everything (XXH3, 128
/// bits), checked before any of it may be executed. A digest does not help against an attacker who can write into the
/// folder: only its owner has access to it (0700), and files of other owners are ignored.
class CodeCache {
  public:
    /// `module`: a collision-resistant hash that stands for it.
    CodeCache(const std::string& directory, const Hash256& module, const CodeOptions& options);

    /// nullptr: not there, or not as it should be.
    std::unique_ptr<CodeSpace> load() const;
    /// Whether the file was written. A failure has no reason beside it: it only costs the time to compile again.
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
