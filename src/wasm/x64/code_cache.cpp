#include "wasm/x64/code_cache.hpp"

#include <asmjit/core/api-config.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/hex.hpp"
#include "hashing/checksum.hpp"
#include "platform/files.hpp"
#include "wasm/x64/context.hpp"

namespace serinus::wasm::x64 {

namespace {

constexpr ByteArray<8> kMagic = {'S', 'e', 'r', 'W', 'a', 's', 'm', '\n'};

/// Of the sources of the compiler; CMake makes it.
constexpr std::string_view kCompilerVersion = SERINUS_WASM_COMPILER_VERSION;

struct Descriptor {
    int fd;
    ~Descriptor() {
        if (fd >= 0) ::close(fd);
    }
};

}  // namespace

std::string_view compiler_version() noexcept { return kCompilerVersion; }

struct CodeCache::Header {
    ByteArray<8> magic = kMagic;
    ByteArray<32> compiler{};
    uint32_t assembler = ASMJIT_LIBRARY_VERSION;
    uint32_t options = 0;  ///< CodeOptions::bits
    Hash256 module;
    uint64_t entry_count = 0;
    uint64_t code_bytes = 0;
    ByteArray<16> digest{};  ///< of the whole file, with zeros here

    size_t code_offset() const noexcept {
        return round_up(sizeof(Header) + entry_count * sizeof(CodeEntry), kHostPage);
    }
    size_t file_bytes() const noexcept { return code_offset() + code_bytes; }
};

static_assert(std::has_unique_object_representations_v<CodeCache::Header>, "compared and hashed as bytes");

CodeCache::CodeCache(const std::string& directory, const Hash256& module, const CodeOptions& options)
    : directory_(directory),
      path_(directory + "/" + to_hex(module.bytes) + ".x64code"),
      module_(module),
      options_(options.bits()) {}

CodeCache::Header CodeCache::make_header(const CodeSpace::Image& image) const {
    Header header;
    std::copy_n(kCompilerVersion.begin(), std::min(kCompilerVersion.size(), header.compiler.size()),
                header.compiler.begin());
    header.options = options_;
    header.module = module_;
    header.entry_count = image.entries.size();
    header.code_bytes = image.code.size();
    return header;
}

bool CodeCache::store(const CodeSpace::Image& image) const {
    Header header = make_header(image);
    Bytes file(header.file_bytes());
    std::memcpy(file.data(), &header, sizeof header);
    std::memcpy(file.data() + sizeof header, image.entries.data(), image.entries.size() * sizeof(CodeEntry));
    std::memcpy(file.data() + header.code_offset(), image.code.data(), image.code.size());
    header.digest = hashing::xxh3_128(file);
    std::memcpy(file.data(), &header, sizeof header);

    if (const size_t slash = directory_.rfind('/'); slash != std::string::npos && slash > 0) {
        if (!platform::create_directories(directory_.substr(0, slash))) return false;
    }
    ::mkdir(directory_.c_str(), 0700);
    return platform::write_file_atomically(path_, file, 0600).has_value();
}

std::unique_ptr<CodeSpace> CodeCache::load() const {
    const Descriptor file{::open(path_.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW)};
    struct stat info{};
    if (file.fd < 0 || ::fstat(file.fd, &info) != 0) return nullptr;
    const bool is_ours = S_ISREG(info.st_mode) && info.st_uid == ::geteuid() && (info.st_mode & 022) == 0;
    const auto bytes = static_cast<size_t>(info.st_size);
    if (!is_ours || bytes < sizeof(Header)) return nullptr;

    // The digest is computed with its own place zero, in private pages.
    const auto content = Mapping::of_file(file.fd, 0, bytes, Access::kReadWrite);
    if (!content) return nullptr;
    Header header;
    std::memcpy(&header, content->data(), sizeof header);
    const ByteArray<16> digest = std::exchange(header.digest, {});
    const Header expected = make_header({});
    const uint64_t left = bytes - sizeof header;
    const bool fits = std::memcmp(&expected, &header, offsetof(Header, entry_count)) == 0 &&
                      header.entry_count <= left / sizeof(CodeEntry) && header.code_bytes <= left &&
                      header.code_bytes > 0 && header.file_bytes() == bytes;
    if (!fits) return nullptr;
    std::memcpy(content->data(), &header, sizeof header);
    if (hashing::xxh3_128({content->data(), bytes}) != digest) return nullptr;

    std::vector<CodeEntry> entries(header.entry_count);
    std::memcpy(entries.data(), content->data() + sizeof header, entries.size() * sizeof(CodeEntry));
    auto code = Mapping::of_file(file.fd, header.code_offset(), header.code_bytes, Access::kReadExecute);
    if (!code) return nullptr;
    return std::make_unique<CodeSpace>(std::move(*code), std::move(entries));
}

}  // namespace serinus::wasm::x64
