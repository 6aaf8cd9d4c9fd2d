from .bridge import main

# Workers that a local cluster starts import this file once more.
if __name__ == "__main__":
    main()
