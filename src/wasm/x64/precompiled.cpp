#include "wasm/x64/precompiled.hpp"

#include <asmjit/core/api-config.h>
#include <sys/stat.h>

#include "base/hex.hpp"
#include "wasm/outline.hpp"
#include "wasm/x64/function_compiler.hpp"
#include "wasm/x64/thunks.hpp"

namespace serinus::wasm::x64 {

namespace {

constexpr ByteArray<8> kPrecompiledMagic = {'S', 'e', 'r', 'P', 'r', 'e', 'p', '\n'};
constexpr size_t kMostPrecompiledCode = size_t{1} << 30;

/// As DataImage has them at most.
constexpr size_t kMostImageRuns = 16;

struct ImageRun {
    uint64_t offset = 0;
    uint64_t bytes = 0;
};

struct PrecompiledHeader {
    ByteArray<8> magic = kPrecompiledMagic;
    ByteArray<32> compiler{};
    uint32_t assembler = ASMJIT_LIBRARY_VERSION;
    uint32_t options = 0;  ///< CodeOptions::bits
    uint64_t outline_bytes = 0;
    uint64_t entry_count = 0;
    uint64_t code_bytes = 0;
    uint64_t has_image = 0;  ///< whether the data stands here, and not in the outline
    uint64_t run_count = 0;
    std::array<ImageRun, kMostImageRuns> runs{};

    size_t image_bytes() const noexcept {
        return run_count == 0 ? 0 : runs[run_count - 1].offset + runs[run_count - 1].bytes - runs[0].offset;
    }
    size_t entries_offset() const noexcept { return round_up(sizeof *this + outline_bytes, alignof(CodeEntry)); }
    size_t image_offset() const noexcept {
        return round_up(entries_offset() + entry_count * sizeof(CodeEntry), kHostPage);
    }
    size_t code_offset() const noexcept { return round_up(image_offset() + image_bytes(), kHostPage); }
};

static_assert(std::has_unique_object_representations_v<PrecompiledHeader>, "compared as bytes");

PrecompiledHeader header_for(const CodeOptions& options) {
    PrecompiledHeader header;
    const std::string_view version = compiler_version();
    std::copy_n(version.begin(), std::min(version.size(), header.compiler.size()), header.compiler.begin());
    header.options = options.bits();
    return header;
}

EngineError not_precompiled() { return {"the file is no precompiled code for this engine"}; }

}  // namespace

std::string precompiled_version(const CodeOptions& options) {
    const PrecompiledHeader header = header_for(options);
    return to_hex(BytesView(reinterpret_cast<const uint8_t*>(&header), offsetof(PrecompiledHeader, outline_bytes)));
}

Result<Bytes, EngineError> precompile(const Module& module, const CodeOptions& options) {
    const ContextLayout layout(module);
    Bytes code;
    std::vector<CodeEntry> entries;
    entries.reserve(module.function_types.size());
    const auto add = [&](uint32_t function, BytesView bytes) {
        entries.push_back({static_cast<uint32_t>(code.size()), function});
        append(code, bytes);
        code.resize(round_up(code.size(), CodeSpace::kAlignment));
        return code.size() <= kMostPrecompiledCode;
    };
    const EngineError too_much{"more than 1 GiB of machine code"};
    for (uint32_t i = 0; i < module.imported_functions; ++i) {
        ENSURE(add(i, make_import_thunk(module.type_of(i), i, layout)), too_much);
    }
    FunctionCompiler compiler(module, layout, options);
    for (uint32_t i = 0; i < module.functions.size(); ++i) {
        ENSURE(add(module.imported_functions + i, compiler.compile(i)), too_much);
    }

    const auto runs = DataImage::runs_of(module);
    const Bytes outline = outline_of(module, runs ? OutlineData::kWithout : OutlineData::kWith);
    PrecompiledHeader header = header_for(options);
    header.has_image = runs.has_value();
    for (const DataImage::Run& run : runs.value_or(std::vector<DataImage::Run>())) {
        SERINUS_ASSERT(header.run_count < kMostImageRuns);
        header.runs[header.run_count++] = {run.offset, run.bytes};
    }
    header.outline_bytes = outline.size();
    header.entry_count = entries.size();
    header.code_bytes = code.size();
    Bytes file(header.code_offset());
    std::memcpy(file.data(), &header, sizeof header);
    std::copy(outline.begin(), outline.end(), file.begin() + sizeof header);
    if (!entries.empty())
        std::memcpy(file.data() + header.entries_offset(), entries.data(), entries.size() * sizeof(CodeEntry));
    if (header.run_count != 0) {
        DataImage::write(module, header.runs[0].offset,
                         std::span(file).subspan(header.image_offset(), header.image_bytes()));
    }
    append(file, code);
    return file;
}

namespace {

/// Whether the runs stand in order, on pages, and within the memory.
bool are_sound_runs(const PrecompiledHeader& header, uint64_t memory_bytes) {
    if (header.run_count > kMostImageRuns) return false;
    uint64_t end = 0;
    for (size_t i = 0; i < header.run_count; ++i) {
        const ImageRun& run = header.runs[i];
        const bool fits = run.offset % kHostPage == 0 && run.bytes % kHostPage == 0 && run.bytes != 0 &&
                          run.offset >= end && run.offset <= memory_bytes && run.bytes <= memory_bytes - run.offset;
        if (!fits) return false;
        end = run.offset + run.bytes;
    }
    return true;
}

}  // namespace

Result<std::shared_ptr<const JitProgram>, EngineError> load_precompiled(int file, const LoadOptions& options,
                                                                        CodeOptions code_options) {
    struct stat info{};
    ENSURE(::fstat(file, &info) == 0 && info.st_size >= static_cast<off_t>(sizeof(PrecompiledHeader)),
           not_precompiled());
    const auto bytes = static_cast<size_t>(info.st_size);
    const auto content = Mapping::of_file(file, 0, bytes, Access::kRead);
    ENSURE(content.has_value(), EngineError{"the file of precompiled code cannot be mapped", true});
    PrecompiledHeader header;
    std::memcpy(&header, content->data(), sizeof header);
    code_options.metered_frames = (header.options & CodeOptions{.metered_frames = true}.bits() &
                                   ~CodeOptions{.metered_frames = false}.bits()) != 0;
    const PrecompiledHeader expected = header_for(code_options);
    const uint64_t left = bytes - sizeof header;
    const bool fits = std::memcmp(&expected, &header, offsetof(PrecompiledHeader, outline_bytes)) == 0 &&
                      header.outline_bytes <= left && header.entry_count <= left / sizeof(CodeEntry) &&
                      header.code_bytes <= left && are_sound_runs(header, uint64_t{kMaxPages} * kPageBytes) &&
                      header.code_offset() + header.code_bytes == bytes;
    ENSURE(fits, not_precompiled());

    auto parsed = parse_module(to_bytes({content->data() + sizeof header, header.outline_bytes}), kNoLimits);
    if (!parsed) return EngineError{"the outline of a module: " + parsed.error().to_string()};
    // Nobody else holds the module yet, and it was not made const.
    auto& module = const_cast<Module&>(**parsed);
    module.has_metered_frames = code_options.metered_frames;
    const uint64_t memory_bytes = uint64_t{module.memory ? module.memory->min : 0} * kPageBytes;
    ENSURE(are_sound_runs(header, memory_bytes), not_precompiled());
    if (module.memory && options.max_memory_pages) module.memory->max = *options.max_memory_pages;

    std::vector<CodeEntry> entries(header.entry_count);
    if (!entries.empty())
        std::memcpy(entries.data(), content->data() + header.entries_offset(), entries.size() * sizeof(CodeEntry));
    const bool lie_within = std::ranges::all_of(entries, [&](const auto& e) { return e.offset < header.code_bytes; });
    ENSURE(lie_within, not_precompiled());
    std::unique_ptr<CodeSpace> space;
    if (header.code_bytes > 0) {
        auto code = Mapping::of_file(file, header.code_offset(), header.code_bytes, Access::kReadExecute);
        ENSURE(code.has_value(), EngineError{"precompiled code cannot be mapped", true});
        space = std::make_unique<CodeSpace>(std::move(*code), std::move(entries));
    } else {
        space = std::make_unique<CodeSpace>(size_t{0});
    }
    std::optional<DataImage> data;
    if (header.has_image != 0) {
        std::vector<DataImage::Run> runs;
        for (size_t i = 0; i < header.run_count; ++i) runs.push_back({header.runs[i].offset, header.runs[i].bytes});
        data = DataImage::of_file(file, header.image_offset(), std::move(runs));
        ENSURE(data.has_value(), EngineError{"the data of a module cannot be mapped", true});
    }
    const CompileOptions compile_options{.max_stack = options.max_stack, .interruptible = options.interruptible};
    return JitProgram::make(std::move(*parsed), compile_options, code_options, std::move(space), std::move(data));
}

}  // namespace serinus::wasm::x64
